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

/** Calls in parallel at most; a bulk decision of hundreds must not crowd out the page's own reading. */
const PARALLEL = 4;

/** Approves each of them on its own; one that is refused does not stop the others. */
export function useApproveAll() {
  const queries = useQueryClient();
  return useCallback(
    async (actions: readonly ActionSummary[]): Promise<{ done: number; failed: number }> => {
      const rest = [...actions];
      let done = 0;
      const worker = async () => {
        for (let next = rest.shift(); next; next = rest.shift()) {
          if (await decide(queries, next, { verb: "approve" })) done += 1;
        }
      };
      await Promise.all(Array.from({ length: PARALLEL }, worker));
      return { done, failed: actions.length - done };
    },
    [queries],
  );
}
