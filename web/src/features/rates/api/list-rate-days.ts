import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** The rates of a pair, the newest day first, a page at a time. */
export const rateDaysQuery = (from: string, to: string) =>
  infiniteQueryOptions({
    queryKey: ["rates", "days", from, to],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/rates/days", {
          params: { query: { from, to, ...(pageParam === undefined ? {} : { before: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? page.data.at(-1)?.day : undefined),
  });
