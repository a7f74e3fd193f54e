import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const notificationsQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ["notifications", "list", unread],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/notifications", {
          params: {
            query: {
              ...(unread ? { unread: true } : {}),
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
