// How today's spend stands against its budget, seen from how much of the day is over.
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconTrendingDown,
  IconTrendingUp,
} from "~/shared/ui/icons";
import type { Look } from "~/shared/ui/tone";

export type Pace = "early" | "behind" | "on_pace" | "ahead" | "spent" | "no_budget";

/** Before this much of the day the share says little: platforms report in bursts. */
const EARLY = 0.08;
/** A day that runs evenly would be at 1; platforms themselves let it swing by about a fifth. */
const BEHIND = 0.8;
const AHEAD = 1.2;

export function paceOf(shareOfBudget: number | null, shareOfDay: number): Pace {
  if (shareOfBudget === null) return "no_budget";
  if (shareOfBudget >= 1) return "spent";
  if (shareOfDay < EARLY) return "early";
  const speed = shareOfBudget / shareOfDay;
  return speed < BEHIND ? "behind" : speed > AHEAD ? "ahead" : "on_pace";
}

export const paceLooks: Record<Pace, Look> = {
  early: { tone: "neutral", icon: IconClock },
  behind: { tone: "info", icon: IconTrendingDown },
  on_pace: { tone: "positive", icon: IconCircleCheck },
  ahead: { tone: "caution", icon: IconTrendingUp },
  spent: { tone: "critical", icon: IconAlertTriangle },
  no_budget: { tone: "neutral", icon: IconCircleMinus },
};
