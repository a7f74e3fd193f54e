// What a rule can say about a campaign now, and how that looks. What acts stands first.
import type { CampaignRule } from "~/shared/api/types";
import {
  IconBolt,
  IconCircleMinus,
  IconHourglassHigh,
  IconPlayerPause,
  IconPlugConnectedX,
  IconQuestionMark,
  IconShieldX,
  IconSnowflake,
  IconTargetArrow,
} from "~/shared/ui/icons";
import type { Look } from "~/shared/ui/tone";

export type Outcome = CampaignRule["outcome"];

export const verdictLooks: Record<Outcome, Look & { order: number }> = {
  acts: { tone: "positive", icon: IconBolt, order: 0 },
  awaiting: { tone: "caution", icon: IconHourglassHigh, order: 1 },
  blocked: { tone: "critical", icon: IconShieldX, order: 2 },
  waits: { tone: "info", icon: IconHourglassHigh, order: 3 },
  unknown: { tone: "caution", icon: IconQuestionMark, order: 4 },
  cooling: { tone: "info", icon: IconSnowflake, order: 5 },
  not_fired: { tone: "neutral", icon: IconCircleMinus, order: 6 },
  not_bound: { tone: "caution", icon: IconPlugConnectedX, order: 7 },
  outside: { tone: "neutral", icon: IconTargetArrow, order: 8 },
  disabled: { tone: "neutral", icon: IconPlayerPause, order: 9 },
};

export function inOrder(verdicts: readonly CampaignRule[]): CampaignRule[] {
  return [...verdicts].sort(
    (a, b) =>
      verdictLooks[a.outcome].order - verdictLooks[b.outcome].order || a.rule.name.localeCompare(b.rule.name),
  );
}
