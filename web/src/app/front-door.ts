import { permits } from "~/shared/api/session";
import type { Session } from "~/shared/api/types";

/** Where a day begins: a manager decides what waits, everybody else sees how things stand. */
export function frontDoor(session: Session): "/approvals" | "/overview" {
  return session.role === "manager" || !permits(session, "campaigns.read") ? "/approvals" : "/overview";
}

/** Addresses that need no reminder of where one was going when sign-in comes between. */
export const frontDoors: readonly string[] = ["/approvals", "/overview"];
