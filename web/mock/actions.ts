// Changes and the decisions behind them over a simulated desk: their lists, and many decided at once.
import { HttpResponse, http } from "msw";
import type { ActionDetail, DecideResult, DecisionSummary } from "~/shared/api/types";
import { API, guardsOf, page, problem } from "./answers";
import { accounts } from "./catalogue";
import type { Desk } from "./desk";

/** Decisions that were meant, or those of one shadow, latest first. */
function decisionsOf(desk: Desk, rule: string | null): DecisionSummary[] {
  const { decisions, simulatedBy } = desk.changes;
  return [...decisions.values()]
    .filter(({ id, rule: by }) =>
      rule === null ? !simulatedBy.has(id) : rule === (simulatedBy.get(id) ?? by.id),
    )
    .map(({ id, at, rule, campaign, account, outcome, action_ids, explanation, branch, simulated }) => ({
      id,
      at,
      rule: { id: rule.id, name: rule.name, version: rule.version },
      campaign,
      object: null,
      account,
      outcome,
      reason: explanation.branches[branch ?? 0]?.reason ?? "",
      action_ids,
      simulated: simulated !== null,
    }))
    .sort((a, b) => b.at.localeCompare(a.at));
}

function actionsOf(desk: Desk, { searchParams: asked }: URL): ActionDetail[] {
  const states = (asked.get("state") ?? "").split(",").filter((state) => state !== "");
  const q = (asked.get("q") ?? "").toLowerCase();
  const brand = asked.get("brand");
  const kind = asked.get("kind");
  const account = asked.get("account");
  const found = (desk.changes.list(states, asked.get("rule"), asked.get("campaign")) as ActionDetail[])
    .filter((action) => kind === null || action.kind === kind)
    .filter((action) => account === null || action.account.id === account)
    .filter(
      (action) =>
        brand === null ||
        Object.values(accounts).find(({ id }) => id === action.account.id)?.brand.id === brand,
    )
    .filter(
      (action) =>
        q === "" || `${action.campaign?.name ?? ""} ${action.target.name}`.toLowerCase().includes(q),
    );
  const sort = asked.get("sort");
  const size = (action: ActionDetail) => Math.abs(action.per_day_change?.micros ?? 0);
  if (sort === "-per_day_change") found.sort((a, b) => size(b) - size(a));
  if (sort === "-created_at") found.sort((a, b) => b.created_at.localeCompare(a.created_at));
  return found;
}

export function actionHandlers(desk: Desk) {
  const { signedIn } = guardsOf(desk);
  return [
    http.get(
      `${API}/decisions`,
      signedIn(({ request }) => {
        const url = new URL(request.url);
        const asked = url.searchParams;
        const wants = (name: string, value: string) => (asked.get(name) ?? value) === value;
        const found = decisionsOf(desk, asked.get("rule")).filter(
          (row) =>
            wants("campaign", row.campaign?.id ?? "") &&
            wants("object", "") &&
            wants("account", row.account.id) &&
            wants("outcome", row.outcome),
        );
        return page(found, url);
      }),
    ),
    http.get(
      `${API}/actions`,
      signedIn(({ request }) => {
        const url = new URL(request.url);
        return page(actionsOf(desk, url), url);
      }),
    ),
    http.get(
      `${API}/actions/waiting/totals`,
      signedIn(({ request }) => {
        const url = new URL(request.url);
        const ids = url.searchParams.get("ids")?.split(",");
        const found = actionsOf(desk, url).filter(
          ({ id, state }) => state === "awaiting_approval" && (ids?.includes(id) ?? true),
        );
        const sums = new Map<string, number>();
        for (const { per_day_change: change } of found) {
          if (change) sums.set(change.currency, (sums.get(change.currency) ?? 0) + change.micros);
        }
        return HttpResponse.json({
          count: found.length,
          per_day_change: [...sums].map(([currency, micros]) => ({ micros, currency })),
          pauses: found.filter(({ kind }) => kind === "pause").length,
          resumes: found.filter(({ kind }) => kind === "resume").length,
          budgets: found.filter(({ kind }) => kind === "set_budget").length,
        });
      }),
    ),
    http.post(
      `${API}/actions/decide`,
      signedIn(async ({ request }, session) => {
        const { verdict, reason, items } = (await request.json()) as {
          verdict: "approve" | "reject";
          reason?: string;
          items: { id: string; version: number }[];
        };
        if (items.length > 200) return problem(422, "Invalid input", "at most 200 at once");
        const results = items.map(({ id, version }): DecideResult => {
          const action = desk.changes.actions.get(id);
          const refuse = (title: string, detail: string): DecideResult => ({
            id,
            ok: false,
            state: action?.state ?? "cancelled",
            version: action?.version ?? 0,
            problem: { type: "about:blank", title, detail },
          });
          if (!action) return refuse("Not found", "there is no such action");
          if (action.state !== "awaiting_approval") {
            return refuse("Already decided", `it is ${action.state} and no longer waits`);
          }
          if (action.version !== version)
            return refuse("The action moved on", "it changed since you read it");
          if (verdict === "approve") desk.changes.approve(action, session);
          else desk.changes.reject(action, session, reason ?? "");
          return { id, ok: true, state: action.state, version: action.version, problem: null };
        });
        return HttpResponse.json({ results });
      }),
    ),
  ];
}
