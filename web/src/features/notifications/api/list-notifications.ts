import { infiniteQueryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Notification } from "./types";

export const notificationsQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ["notifications", "list", unread],
    queryFn: ({ pageParam, signal }) =>
      body(
        pending.GET<{ data: Notification[]; next_cursor: string | null }>("/notifications", {
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
