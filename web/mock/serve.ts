import { getResponse, type RequestHandler } from "msw";
import { Desk, type DeskOptions } from "./desk";
import { handlersOf } from "./handlers";

const COOKIE = "mock_desk";

/** Answers API requests; each browser gets a simulated desk of its own, so that walks do not meet. */
export function makeMockApi(options: DeskOptions) {
  const desks = new Map<string, RequestHandler[]>();
  return async (request: Request): Promise<Response> => {
    const cookies = request.headers.get("cookie") ?? "";
    let name = cookies.match(new RegExp(`${COOKIE}=([\\w-]+)`))?.[1];
    const known = name !== undefined && desks.has(name);
    name ??= crypto.randomUUID();
    const handlers = desks.get(name) ?? handlersOf(new Desk(options));
    desks.set(name, handlers);
    const answer =
      (await getResponse(handlers, request)) ??
      Response.json(
        {
          type: "about:blank",
          title: "Not found",
          status: 404,
          detail: "no such address",
          request_id: "req_none",
        },
        { status: 404 },
      );
    if (known) return answer;
    const headers = new Headers(answer.headers);
    headers.append("set-cookie", `${COOKIE}=${name}; Path=/; HttpOnly; SameSite=Strict`);
    return new Response(answer.body, { status: answer.status, headers });
  };
}
