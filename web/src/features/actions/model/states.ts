// What each state of an action means to a reader, and on which tab it stands.
import type { ActionState, ActionSummary } from "~/shared/api/types";
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconClockOff,
  IconClockPause,
  IconHourglassHigh,
  IconQuestionMark,
  IconRefresh,
  IconReplace,
  IconSend,
  IconShieldX,
} from "~/shared/ui/icons";
import type { Look } from "~/shared/ui/tone";

export const tabs = ["waiting", "in_flight", "applied", "ended"] as const;
export type Tab = (typeof tabs)[number];

interface StateLook extends Look {
  tab: Tab;
}

export const stateLooks: Record<ActionState, StateLook> = {
  proposed: { tone: "neutral", icon: IconCircleDashed, tab: "waiting" },
  awaiting_approval: { tone: "caution", icon: IconHourglassHigh, tab: "waiting" },
  approved: { tone: "info", icon: IconCheck, tab: "in_flight" },
  intent: { tone: "info", icon: IconSend, tab: "in_flight" },
  retrying: { tone: "caution", icon: IconRefresh, tab: "in_flight" },
  unknown: { tone: "caution", icon: IconQuestionMark, tab: "in_flight" },
  accepted: { tone: "info", icon: IconClockPause, tab: "in_flight" },
  applied: { tone: "positive", icon: IconCircleCheck, tab: "applied" },
  blocked: { tone: "critical", icon: IconShieldX, tab: "ended" },
  rejected: { tone: "neutral", icon: IconBan, tab: "ended" },
  expired: { tone: "neutral", icon: IconClockOff, tab: "ended" },
  stale: { tone: "neutral", icon: IconAlertTriangle, tab: "ended" },
  superseded: { tone: "neutral", icon: IconReplace, tab: "ended" },
  cancelled: { tone: "neutral", icon: IconCircleMinus, tab: "ended" },
  dead: { tone: "critical", icon: IconCircleX, tab: "ended" },
};

export function statesOf(tab: Tab): ActionState[] {
  return (Object.keys(stateLooks) as ActionState[]).filter((state) => stateLooks[state].tab === tab);
}

/** What the change is about, as a person calls it: its campaign or what stands below it, or the budget where no campaign owns it. */
export function subject(action: Pick<ActionSummary, "campaign" | "target">): string {
  const { kind, name } = action.target;
  return kind !== "campaign" && kind !== "budget" ? name : (action.campaign?.name ?? name);
}
