// The API's contract over a simulated desk, as MSW handlers: the same ones answer component tests, the development
// server and the browser walk.
import { HttpResponse, http } from "msw";
import type { ActionDetail, Session } from "~/shared/api/types";
import { actionHandlers } from "./actions";
import { API, guardsOf, missing, notSignedIn, problem } from "./answers";
import { backtestHandlers } from "./backtests";
import { campaignHandlers } from "./campaigns";
import { connectionHandlers } from "./connections";
import type { Desk } from "./desk";
import { lookupHandlers } from "./lookups";
import { overviewHandlers } from "./overview";
import { peopleHandlers } from "./people";
import { rateHandlers } from "./rates";
import { ruleHandlers } from "./rule-handlers";
import { shadowHandlers } from "./shadows";
import { supervisionHandlers } from "./supervision";

const detail = (action: ActionDetail, status = 200) =>
  HttpResponse.json(action, { status, headers: { ETag: `"v${action.version}"` } });

function streamOf(desk: Desk): Response {
  const text = new TextEncoder();
  let stop = () => {};
  const stream = new ReadableStream({
    start(controller) {
      let id = 0;
      const listen = (hint: object) => {
        id += 1;
        controller.enqueue(text.encode(`id: ${id}\nevent: hint\ndata: ${JSON.stringify(hint)}\n\n`));
      };
      controller.enqueue(text.encode(": open\n\n"));
      desk.listeners.add(listen);
      stop = () => desk.listeners.delete(listen);
    },
    cancel: () => stop(),
  });
  return new HttpResponse(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

export function handlersOf(desk: Desk) {
  const { signedIn } = guardsOf(desk);

  /** Guards a decision: the action exists, and the caller saw the version it has now. */
  const onAction = (
    answer: (action: ActionDetail, session: Session, request: Request) => Response | Promise<Response>,
  ) =>
    signedIn(({ request, params }, session) => {
      const action = desk.changes.actions.get(String(params.id));
      if (!action) return missing();
      const seen = request.headers.get("if-match");
      if (seen === null) return problem(428, "If-Match is required", "send the ETag that you read");
      if (seen !== `"v${action.version}"`) {
        return problem(412, "The action moved on", "it changed since you read it", { current: action });
      }
      if (action.state !== "awaiting_approval") {
        return problem(409, "Already decided", `it is ${action.state} and no longer waits`);
      }
      return answer(action, session, request);
    });

  return [
    ...overviewHandlers(desk),
    ...campaignHandlers(desk),
    ...actionHandlers(desk),
    ...lookupHandlers(desk),
    ...rateHandlers(desk),
    http.get(`${API}/session`, () => (desk.session ? HttpResponse.json(desk.session) : notSignedIn())),
    http.post(`${API}/session`, async ({ request }) => {
      const { email, password } = (await request.json()) as { email: string; password: string };
      const session = desk.signIn(email, password);
      return session
        ? HttpResponse.json(session)
        : problem(401, "Not signed in", "e-mail address or password is wrong");
    }),
    http.delete(`${API}/session`, () => {
      desk.session = null;
      return new HttpResponse(null, { status: 204 });
    }),
    http.get(
      `${API}/profile`,
      signedIn(() => HttpResponse.json(desk.profile())),
    ),
    http.patch(
      `${API}/profile`,
      signedIn(async ({ request }, session) => {
        const { name, locale } = (await request.json()) as { name?: string; locale?: "en" | "de" };
        if (name !== undefined) session.user.name = name;
        if (locale !== undefined) desk.locale = locale;
        return HttpResponse.json(desk.profile());
      }),
    ),
    http.get(`${API}/setup`, () => HttpResponse.json({ open: desk.setupOpen })),
    http.post(`${API}/setup`, async ({ request }) => {
      const { token, name, email } = (await request.json()) as Record<string, string>;
      if (token !== "first-light") return problem(403, "Refused", "the setup token is not valid");
      if (email?.endsWith("@example.invalid")) {
        return problem(422, "Invalid input", "the address cannot receive mail", {
          errors: [{ pointer: "/email", detail: "this domain cannot receive mail" }],
        });
      }
      desk.setupOpen = false;
      const session = desk.signIn("manager@northwind.example", desk.password);
      if (session && name) session.user.name = name;
      return HttpResponse.json(session);
    }),
    http.get(
      `${API}/clock`,
      signedIn(() => HttpResponse.json(desk.clock())),
    ),
    http.get(
      `${API}/actions/counts`,
      signedIn(() => HttpResponse.json(desk.changes.counts())),
    ),
    http.get(
      `${API}/actions/:id`,
      signedIn(({ params }) => {
        const action = desk.changes.actions.get(String(params.id));
        return action ? detail(action) : missing();
      }),
    ),
    http.post(
      `${API}/actions/:id/approve`,
      onAction((action, session) => detail(desk.changes.approve(action, session))),
    ),
    http.post(
      `${API}/actions/:id/reject`,
      onAction(async (action, session, request) => {
        const { reason } = (await request.json()) as { reason: string };
        return detail(desk.changes.reject(action, session, reason));
      }),
    ),
    http.get(
      `${API}/actions/:id/undo`,
      signedIn(({ params }) => {
        const action = desk.changes.actions.get(String(params.id));
        if (!action) return missing();
        const possible = action.can.undo;
        return HttpResponse.json({
          before: action.after,
          after: action.before,
          possible,
          why_not: possible ? null : "only an applied change can be undone",
        });
      }),
    ),
    http.post(
      `${API}/actions/:id/undo`,
      signedIn(({ params }, session) => {
        const action = desk.changes.actions.get(String(params.id));
        if (!action) return missing();
        if (!action.can.undo) return problem(409, "Cannot be undone", "it was already taken back");
        return detail(desk.changes.undo(action, session), 201);
      }),
    ),
    http.get(
      `${API}/decisions/:id`,
      signedIn(({ params }) => {
        const decision = desk.changes.decisions.get(String(params.id));
        return decision ? HttpResponse.json(decision) : missing();
      }),
    ),
    ...backtestHandlers(desk),
    ...ruleHandlers(desk, desk.rules),
    ...shadowHandlers(desk, desk.rules),
    ...connectionHandlers(desk),
    ...peopleHandlers(desk),
    ...supervisionHandlers(desk),
    http.get(
      `${API}/events`,
      signedIn(() => streamOf(desk)),
    ),
  ];
}
