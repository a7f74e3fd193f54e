// How a decision can come out, and what that looks like.
import type { Decision } from "~/shared/api/types";
import {
  type Icon,
  IconBolt,
  IconCircleMinus,
  IconHourglassHigh,
  IconQuestionMark,
  IconScale,
  IconShieldX,
} from "~/shared/ui/icons";
import type { Tone } from "~/shared/ui/tone";

export const outcomes = ["fired", "pending", "not_fired", "unknown", "blocked", "held_out"] as const;

export const outcomeLooks: Record<Decision["outcome"], { tone: Tone; icon: Icon }> = {
  fired: { tone: "positive", icon: IconBolt },
  pending: { tone: "info", icon: IconHourglassHigh },
  not_fired: { tone: "neutral", icon: IconCircleMinus },
  unknown: { tone: "caution", icon: IconQuestionMark },
  blocked: { tone: "critical", icon: IconShieldX },
  held_out: { tone: "neutral", icon: IconScale },
};
