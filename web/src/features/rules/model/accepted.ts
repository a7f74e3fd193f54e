import type { RuleAcceptance } from "../api/types";

export interface SecondLook {
  codes: string[];
  reason: string | null;
  by: string;
  at: string;
}

/** What was accepted, told once for everything that one person accepted for one reason. */
export function secondLooks(accepted: readonly RuleAcceptance[]): SecondLook[] {
  const looks = new Map<string, SecondLook>();
  for (const { code, reason, by, at } of accepted) {
    const key = `${by}\n${reason}`;
    const look = looks.get(key) ?? { codes: [], reason, by, at };
    if (!look.codes.includes(code)) look.codes.push(code);
    looks.set(key, look);
  }
  return [...looks.values()];
}
