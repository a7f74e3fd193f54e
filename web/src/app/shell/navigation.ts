import type { Permission } from "~/shared/api/session";
import {
  type Icon,
  IconActivityHeartbeat,
  IconChecklist,
  IconFileText,
  IconPlugConnected,
  IconSpeakerphone,
} from "~/shared/ui/icons";

export interface Destination {
  to: "/approvals" | "/rules" | "/campaigns" | "/accounts" | "/actors";
  label: "nav.approvals" | "nav.rules" | "nav.campaigns" | "nav.accounts" | "nav.actors";
  icon: Icon;
  permission: Permission;
}

/** The rooms of the desk, in the order of the day; sidebar, tab bar, palette and page guards read this. */
export const destinations: readonly Destination[] = [
  { to: "/approvals", label: "nav.approvals", icon: IconChecklist, permission: "actions.read" },
  { to: "/rules", label: "nav.rules", icon: IconFileText, permission: "rules.read" },
  { to: "/campaigns", label: "nav.campaigns", icon: IconSpeakerphone, permission: "campaigns.read" },
  { to: "/accounts", label: "nav.accounts", icon: IconPlugConnected, permission: "accounts.read" },
  { to: "/actors", label: "nav.actors", icon: IconActivityHeartbeat, permission: "actors.read" },
];
