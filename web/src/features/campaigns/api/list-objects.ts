import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

const PAGE = 25;

/** What stands below one campaign, of the levels that enabled rules asked for. */
export const objectsQuery = (campaign: string) =>
  infiniteQueryOptions({
    queryKey: ["campaigns", "objects", campaign],
    meta: { topics: ["actions"] },
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/campaigns/{id}/objects", {
          params: {
            path: { id: campaign },
            query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
