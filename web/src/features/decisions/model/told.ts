import type { Decision } from "~/shared/api/types";

/** The messages of a decision that changes nothing and tells people, as its rule writes them; none for every other one. */
export function toldAlone({ outcome, branch, action_ids, simulated, explanation }: Decision): string[] {
  const acted = branch === null ? undefined : explanation.branches[branch];
  if (outcome !== "fired" || action_ids.length > 0 || simulated !== null || !acted) return [];
  return acted.actions.every((action) => action.startsWith("notify ")) ? acted.actions : [];
}
