// The accounts behind one sign-in, as people know them: under the manager account that leads to them.
import type { Candidate } from "~/shared/api/types";

export interface CandidateGroup {
  /** Null: the sign-in reaches these directly. */
  manager: Candidate["manager"];
  accounts: Candidate[];
}

/** Groups in the platform's order; within one, what can be chosen stands first. */
export function groupsOf(candidates: readonly Candidate[]): CandidateGroup[] {
  const groups = new Map<string, CandidateGroup>();
  for (const candidate of candidates) {
    const id = candidate.manager?.external_id ?? "";
    const group = groups.get(id);
    if (group) group.accounts.push(candidate);
    else groups.set(id, { manager: candidate.manager, accounts: [candidate] });
  }
  const rank = ({ status }: Candidate) => (status === "available" ? 0 : 1);
  for (const group of groups.values()) {
    group.accounts.sort(
      (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }),
    );
  }
  return [...groups.values()];
}

export function matches(candidate: Candidate, q: string): boolean {
  const wanted = q.trim().toLowerCase();
  const digits = wanted.replaceAll("-", "");
  return (
    candidate.name.toLowerCase().includes(wanted) ||
    (digits !== "" && candidate.external_id.replaceAll("-", "").includes(digits))
  );
}
