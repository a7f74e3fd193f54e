import type { Permission } from "~/shared/api/session";
import {
  type Icon,
  IconActivityHeartbeat,
  IconChecklist,
  IconFileText,
  IconLayoutDashboard,
  IconPlugConnected,
  IconScale,
  IconSpeakerphone,
  IconUsers,
} from "~/shared/ui/icons";

export interface Destination {
  to:
    | "/overview"
    | "/approvals"
    | "/campaigns"
    | "/rules"
    | "/decisions"
    | "/accounts"
    | "/actors"
    | "/people";
  label: `nav.${"overview" | "approvals" | "campaigns" | "rules" | "decisions" | "accounts" | "actors" | "people"}`;
  icon: Icon;
  permission: Permission;
}

/** As many as a phone's tab bar holds beside "More", where the others are. */
export const ON_TAB_BAR = 4;

/** The rooms of the desk, in the order of the day; sidebar, tab bar, palette and page guards read this. */
export const destinations: readonly Destination[] = [
  { to: "/overview", label: "nav.overview", icon: IconLayoutDashboard, permission: "campaigns.read" },
  { to: "/approvals", label: "nav.approvals", icon: IconChecklist, permission: "actions.read" },
  { to: "/campaigns", label: "nav.campaigns", icon: IconSpeakerphone, permission: "campaigns.read" },
  { to: "/rules", label: "nav.rules", icon: IconFileText, permission: "rules.read" },
  { to: "/decisions", label: "nav.decisions", icon: IconScale, permission: "decisions.read" },
  { to: "/accounts", label: "nav.accounts", icon: IconPlugConnected, permission: "accounts.read" },
  { to: "/actors", label: "nav.actors", icon: IconActivityHeartbeat, permission: "actors.read" },
  { to: "/people", label: "nav.people", icon: IconUsers, permission: "members.read" },
];
