import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { DayRange } from "~/shared/lib/day-range";
import type { Subject } from "../model/subject";

export const metricsQuery = (of: Subject, { from, to, compare }: Pick<DayRange, "from" | "to" | "compare">) =>
  queryOptions({
    queryKey: ["campaigns", "metrics", of, { from, to, compare }],
    meta: { topics: ["actions"] },
    queryFn: ({ signal }) => {
      const query = { from, to, compare };
      return body(
        "object" in of
          ? api.GET("/objects/{id}/metrics", { params: { path: { id: of.object }, query }, signal })
          : api.GET("/campaigns/{id}/metrics", { params: { path: { id: of.campaign }, query }, signal }),
      );
    },
    placeholderData: keepPreviousData,
  });
