// What a finding's severity looks like beside its word.
import type { Severity } from "~/shared/editor/problems";
import { IconAlertCircle, IconAlertTriangle, IconBulb } from "~/shared/ui/icons";
import type { Look } from "~/shared/ui/tone";

export const severityLooks: Record<Severity, Look> = {
  error: { tone: "critical", icon: IconAlertCircle },
  warning: { tone: "caution", icon: IconAlertTriangle },
  hint: { tone: "info", icon: IconBulb },
};
