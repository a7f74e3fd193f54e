import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { DayRange } from "~/shared/lib/day-range";

/** What its numbers are made of: a hint of any of these reads them again. */
const topics = ["actions", "campaigns", "accounts", "rules", "actors"];

export const overviewQuery = ({ from, to, compare }: Pick<DayRange, "from" | "to" | "compare">) =>
  queryOptions({
    queryKey: ["overview", { from, to, compare }],
    queryFn: ({ signal }) => body(api.GET("/overview", { params: { query: { from, to, compare } }, signal })),
    meta: { topics },
    // Another range keeps the last numbers on the page, dimmed, instead of a skeleton.
    placeholderData: keepPreviousData,
  });
