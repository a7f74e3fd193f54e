import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** What the waiting changes of one rule or one campaign come to together. */
export const waitingTotalsQuery = (like: { rule: string } | { campaign: string }) =>
  queryOptions({
    queryKey: ["actions", "waiting-totals", like],
    queryFn: ({ signal }) => body(api.GET("/actions/waiting/totals", { params: { query: like }, signal })),
  });
