import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";

export const notificationCountsQuery = queryOptions({
  queryKey: ["notifications", "counts"],
  queryFn: ({ signal }) => body(pending.GET<{ unread: number }>("/notifications/counts", { signal })),
});
