// How the simulated desk answers: problems, pages, and the guards that every operation has.
import { HttpResponse } from "msw";
import type { Permission } from "~/shared/api/session";
import type { Session } from "~/shared/api/types";
import type { Desk } from "./desk";

export const API = "*/api/v1";

/** The last word of a problem's type, as the server's registry has it. */
const kinds: Record<number, string> = {
  401: "not-signed-in",
  403: "not-permitted",
  404: "not-found",
  409: "conflict",
  412: "moved",
  422: "invalid",
  429: "too-many-requests",
  503: "unavailable",
};

export function problem(status: number, title: string, detail: string, rest: object = {}) {
  return HttpResponse.json(
    {
      type: `urn:adjutant:problem:${kinds[status] ?? "internal"}`,
      title,
      status,
      detail,
      request_id: "req_01kcpr",
      ...rest,
    },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}

export const notSignedIn = () => problem(401, "Not signed in", "sign in first");
export const missing = () => problem(404, "Not found", "there is no such thing");

export function page<T>(rows: readonly T[], url: URL) {
  const limit = Number(url.searchParams.get("limit") ?? 100);
  const from = Number(url.searchParams.get("cursor") ?? 0);
  const next = from + limit < rows.length ? String(from + limit) : null;
  return HttpResponse.json({ data: rows.slice(from, from + limit), next_cursor: next });
}

export interface Asked {
  request: Request;
  params: Record<string, string | readonly string[] | undefined>;
}
type Answerer<Info extends Asked> = (info: Info, session: Session) => Response | Promise<Response>;

export const noContent = () => new HttpResponse(null, { status: 204 });

/** Guards a handler: nobody signed in is a 401 and a role without the permission a 403, as everywhere on the server. */
export const guardsOf = (desk: Desk) => ({
  signedIn:
    <Info extends Asked>(answer: Answerer<Info>) =>
    (info: Info) =>
      desk.session ? answer(info, desk.session) : notSignedIn(),
  permitted:
    <Info extends Asked>(permission: Permission, answer: Answerer<Info>) =>
    (info: Info) => {
      if (!desk.session) return notSignedIn();
      return desk.session.permissions.includes(permission)
        ? answer(info, desk.session)
        : problem(403, "Not permitted", `your role does not include ${permission}`);
    },
});
