import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => body(api.GET("/sessions", { signal })),
  select: ({ data }) => data,
});
