import type { GuardLevel } from "./guard-scope";

/** What a new page begins with: the smallest rule that says everything a rule must say, and asks before it acts. */
export const BLANK = `language 1

"""
What this rule is for, in a sentence that a colleague understands.
"""
rule "New rule" {
  for campaigns
    where status is active

  every 1h
  window last 7 days settled

  when spend > $100 and conversions = 0
  then pause

  approve by manager within 24h unanswered expire
  cooldown 24h
  at most 5 per day
}
`;

/** What a new guard of a level begins with. */
export const blankGuard = (level: GuardLevel) => `language 1

"""
What this guard protects, in a sentence that a colleague understands.
"""
guard "New guard" {
  for ${level}
  ${BEGINNING[level]}
}
`;

const BEGINNING: Record<GuardLevel, string> = {
  campaigns: "never raise budget above 200% of budget at start of day",
  "ad groups": "never raise bid above 150% of bid at start of day",
  ads: "at most 30% of ads paused per day",
  keywords: "never raise bid above 150% of bid at start of day",
  targets: "never raise bid above 150% of bid at start of day",
};
