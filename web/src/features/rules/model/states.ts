import type { Rule } from "~/shared/api/types";
import {
  type Icon,
  IconAlertTriangle,
  IconBolt,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconHourglassHigh,
  IconQuestionMark,
  IconShieldX,
} from "~/shared/ui/icons";
import type { Tone } from "~/shared/ui/tone";
import type { PreviewRow } from "../api/types";

interface Look {
  tone: Tone;
  icon: Icon;
}

/** The states of a rule, in the order of the filter. */
export const ruleLooks: Record<Rule["state"], Look> = {
  enabled: { tone: "positive", icon: IconCircleCheck },
  draft: { tone: "neutral", icon: IconCircleDashed },
  disabled: { tone: "neutral", icon: IconCircleMinus },
  quarantined: { tone: "critical", icon: IconAlertTriangle },
};

export const ruleStates = Object.keys(ruleLooks) as Rule["state"][];

export const outcomeLooks: Record<PreviewRow["outcome"], Look> = {
  acts: { tone: "positive", icon: IconBolt },
  waits: { tone: "info", icon: IconHourglassHigh },
  blocked: { tone: "critical", icon: IconShieldX },
  unknown: { tone: "caution", icon: IconQuestionMark },
  not_fired: { tone: "neutral", icon: IconCircleMinus },
};
