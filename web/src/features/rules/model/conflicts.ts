// What was found about rules taken together, one conflict for each pair of rules.
import { grouped } from "~/shared/lib/grouped";
import type { RuleFinding } from "../api/types";

/** One thing that is said about a pair, with everything that bears it out. */
export interface Statement {
  code: string;
  message: string;
  help: string;
  witnesses: readonly [RuleFinding, ...RuleFinding[]];
}

/** Two rules, and all that was found about them. */
export interface Conflict {
  key: string;
  statements: readonly Statement[];
}

/** The rules that a finding is about, whatever their order; what is about one rule alone conflicts with nothing. */
function pairOf({ places, code, message }: RuleFinding): string {
  const rules = [...new Set(places.map(({ rule, rule_id }) => rule_id ?? rule))].sort();
  return rules.length > 1 ? rules.join(" ") : `${rules} ${code} ${message}`;
}

/** The findings by pair of rules, and for each pair by what is said about it, in the order in which they came. */
export function conflictsOf(findings: readonly RuleFinding[]): Conflict[] {
  return grouped(findings, pairOf).map(([key, about]) => ({
    key,
    statements: grouped(about, ({ code, message }) => `${code} ${message}`).map(([, witnesses]) => ({
      code: witnesses[0].code,
      message: witnesses[0].message,
      help: witnesses[0].help,
      witnesses,
    })),
  }));
}
