import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

const PAGE = 25;

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["campaigns", "history", id],
    meta: { topics: ["actions", "decisions"] },
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/campaigns/{id}/history", {
          params: {
            path: { id },
            query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
