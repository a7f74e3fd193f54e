import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, body } from "./client";
import { isProblem } from "./problem";
import type { Session } from "./types";

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await body(api.GET("/session", { signal }));
    } catch (problem) {
      if (isProblem(problem, 401)) return null;
      throw problem;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export type Permission =
  | "actions.read"
  | "actions.approve"
  | "actions.propose"
  | "decisions.read"
  | "rules.read"
  | "rules.write"
  | "campaigns.read"
  | "accounts.read"
  | "accounts.write"
  | "actors.read"
  | "actors.write"
  | "members.read"
  | "members.write"
  | "organisation.stop"
  | "organisation.write"
  | "guards.write";

export function permits(session: Session | null, permission: Permission): boolean {
  return session?.permissions.includes(permission) ?? false;
}

/**
 * The session of a page behind sign-in, where there always is one. When it ends, what hears of it before the desk's guard does
 * keeps the last one until the guard has taken the page away.
 */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  const [last, setLast] = useState(data);
  if (data !== null && data !== last) setLast(data);
  const session = data ?? last;
  if (session === null) throw new Error("this page is shown only to a person who is signed in");
  return session;
}

/** Whether the person may do this; nobody may, once the session has ended. */
export function usePermits(permission: Permission): boolean {
  const { data } = useQuery(sessionQuery);
  return permits(data ?? null, permission);
}
