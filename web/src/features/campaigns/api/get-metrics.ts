import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { DayRange } from "~/shared/lib/day-range";

export const metricsQuery = (id: string, { from, to, compare }: Pick<DayRange, "from" | "to" | "compare">) =>
  queryOptions({
    queryKey: ["campaigns", "metrics", id, { from, to, compare }],
    meta: { topics: ["actions"] },
    queryFn: ({ signal }) =>
      body(
        api.GET("/campaigns/{id}/metrics", {
          params: { path: { id }, query: { from, to, compare } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
