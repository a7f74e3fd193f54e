import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, body } from "~/shared/api/client";
import { ApiProblem } from "~/shared/api/problem";
import type { ActionDetail, ActionSummary } from "~/shared/api/types";
import { useDecided } from "../model/decided";
import { actionQuery } from "./get-action";

export type Decision = { verb: "approve" } | { verb: "reject"; reason: string };

/** Sends one decision on exactly the version that the person saw; the server refuses it if the action moved on. */
function send(seen: ActionSummary, decision: Decision): Promise<ActionDetail> {
  const params = { path: { id: seen.id }, header: { "If-Match": `"v${seen.version}"` } };
  return decision.verb === "approve"
    ? body(api.POST("/actions/{id}/approve", { params, body: {} }))
    : body(api.POST("/actions/{id}/reject", { params, body: { reason: decision.reason } }));
}

async function decide(queries: QueryClient, seen: ActionSummary, decision: Decision): Promise<boolean> {
  const { record } = useDecided.getState();
  const { verb } = decision;
  record(seen.id, { verb, phase: "sending", seen, version: seen.version });
  try {
    const detail = await send(seen, decision);
    queries.setQueryData(actionQuery(seen.id).queryKey, detail);
    record(seen.id, { verb, phase: "recorded", seen, version: detail.version });
    return true;
  } catch (cause) {
    const problem = cause instanceof ApiProblem ? cause : new ApiProblem(0, {});
    const current = problem.current;
    if (current) queries.setQueryData(actionQuery(seen.id).queryKey, current);
    record(seen.id, {
      verb,
      phase: "refused",
      seen,
      version: seen.version,
      problem,
      ...(current ? { current } : {}),
    });
    return false;
  } finally {
    void queries.invalidateQueries({ queryKey: ["actions"] });
  }
}

/** Decides at once on the page; answers whether the server recorded it. */
export function useDecide() {
  const queries = useQueryClient();
  return useCallback((seen: ActionSummary, decision: Decision) => decide(queries, seen, decision), [queries]);
}

/** As many as the server takes in one call. */
const AT_ONCE = 200;

export interface Outcome {
  verb: Decision["verb"];
  done: number;
  /** Those that were not decided, each with the server's word. */
  refused: { action: ActionSummary; why: string }[];
}

/** Sends up to {@link AT_ONCE} decisions in one call; each stands or falls by itself. */
async function decideBatch(
  queries: QueryClient,
  actions: readonly ActionSummary[],
  decision: Decision,
): Promise<Outcome> {
  const { record } = useDecided.getState();
  const { verb } = decision;
  const outcome: Outcome = { verb, done: 0, refused: [] };
  const refuse = (seen: ActionSummary, problem: ApiProblem) => {
    outcome.refused.push({ action: seen, why: problem.message });
    record(seen.id, { verb, phase: "refused", seen, version: seen.version, problem });
  };
  for (const seen of actions) record(seen.id, { verb, phase: "sending", seen, version: seen.version });
  try {
    const { results } = await body(
      api.POST("/actions/decide", {
        body: {
          verdict: verb,
          items: actions.map(({ id, version }) => ({ id, version })),
          ...(decision.verb === "reject" ? { reason: decision.reason } : {}),
        },
      }),
    );
    const byId = new Map(results.map((result) => [result.id, result]));
    for (const seen of actions) {
      const result = byId.get(seen.id);
      if (result?.ok) {
        outcome.done += 1;
        record(seen.id, { verb, phase: "recorded", seen, version: result.version ?? seen.version + 1 });
      } else {
        refuse(seen, new ApiProblem(409, result?.problem ?? {}));
      }
    }
  } catch (cause) {
    const problem = cause instanceof ApiProblem ? cause : new ApiProblem(0, {});
    for (const seen of actions) refuse(seen, problem);
  } finally {
    void queries.invalidateQueries({ queryKey: ["actions"] });
  }
  return outcome;
}

/** Decides all of them alike, on the versions that were looked at; one that is refused does not stop the others. */
export function useDecideAll() {
  const queries = useQueryClient();
  return useCallback(
    async (actions: readonly ActionSummary[], decision: Decision): Promise<Outcome> => {
      const whole: Outcome = { verb: decision.verb, done: 0, refused: [] };
      for (let from = 0; from < actions.length; from += AT_ONCE) {
        const part = await decideBatch(queries, actions.slice(from, from + AT_ONCE), decision);
        whole.done += part.done;
        whole.refused.push(...part.refused);
      }
      return whole;
    },
    [queries],
  );
}
