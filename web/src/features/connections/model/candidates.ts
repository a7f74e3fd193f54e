// The accounts behind one sign-in, as people know them: under the manager account that leads to them.
import type { Candidate } from "~/shared/api/types";
import { grouped } from "~/shared/lib/grouped";

export interface CandidateGroup {
  /** Null: the sign-in reaches these directly. */
  manager: Candidate["manager"];
  accounts: Candidate[];
}

/** Groups in the platform's order; within one, what can be chosen stands first. */
export function groupsOf(candidates: readonly Candidate[]): CandidateGroup[] {
  const rank = ({ status }: Candidate) => (status === "available" ? 0 : 1);
  return grouped(candidates, ({ manager }) => manager?.external_id ?? "").map(([, of]) => ({
    manager: of[0].manager,
    accounts: [...of].sort(
      (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }),
    ),
  }));
}

export function matches(candidate: Candidate, q: string): boolean {
  const wanted = q.trim().toLowerCase();
  const digits = wanted.replaceAll("-", "");
  return (
    candidate.name.toLowerCase().includes(wanted) ||
    (digits !== "" && candidate.external_id.replaceAll("-", "").includes(digits))
  );
}
