import type { Actor } from "~/shared/api/types";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconRefresh,
  IconRefreshDot,
} from "~/shared/ui/icons";
import type { Look } from "~/shared/ui/tone";

export const actorLooks: Record<Actor["state"], Look> = {
  running: { tone: "positive", icon: IconCircleCheck },
  starting: { tone: "info", icon: IconRefreshDot },
  backing_off: { tone: "caution", icon: IconRefresh },
  quarantined: { tone: "critical", icon: IconAlertTriangle },
  stopped: { tone: "neutral", icon: IconCircleMinus },
};
