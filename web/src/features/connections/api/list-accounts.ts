import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const accountsQuery = infiniteQueryOptions({
  queryKey: ["accounts", "list"],
  queryFn: ({ pageParam, signal }) =>
    body(
      api.GET("/accounts", {
        params: { query: pageParam === undefined ? {} : { cursor: pageParam } },
        signal,
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});
