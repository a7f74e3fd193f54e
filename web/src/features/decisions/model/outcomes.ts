// How a decision can come out, and what that looks like.
import type { Decision } from "~/shared/api/types";
import {
  IconBolt,
  IconCircleMinus,
  IconHourglassHigh,
  IconQuestionMark,
  IconScale,
  IconShieldX,
} from "~/shared/ui/icons";
import type { Look } from "~/shared/ui/tone";

export type Outcome = Decision["outcome"];

/** Those that came to something: they can be listed over every campaign. */
export const telling = ["fired", "blocked"] as const;

/** Those that a list can be narrowed to. The others came to nothing and are many: they are listed for one campaign. */
export const outcomes = [
  "fired",
  "blocked",
  "waiting",
  "pending",
  "unknown",
  "not_fired",
  "held_out",
] as const;

export const outcomeLooks: Record<Outcome, Look> = {
  fired: { tone: "positive", icon: IconBolt },
  pending: { tone: "info", icon: IconHourglassHigh },
  waiting: { tone: "info", icon: IconHourglassHigh },
  not_fired: { tone: "neutral", icon: IconCircleMinus },
  unknown: { tone: "caution", icon: IconQuestionMark },
  blocked: { tone: "critical", icon: IconShieldX },
  held_out: { tone: "neutral", icon: IconScale },
};
