import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const notificationCountsQuery = queryOptions({
  queryKey: ["notifications", "counts"],
  queryFn: ({ signal }) => body(api.GET("/notifications/counts", { signal })),
});
