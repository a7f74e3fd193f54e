import type { ReactNode } from "react";
import { type Permission, permits, useSession } from "~/shared/api/session";
import { Forbidden } from "./page-states";

/** Shows a page only to those who may see it; the server refuses its data in any case. */
export function Permitted({ permission, children }: { permission: Permission; children: ReactNode }) {
  const session = useSession();
  return permits(session, permission) ? children : <Forbidden session={session} />;
}
