import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const membersQuery = queryOptions({
  queryKey: ["organisation", "members"],
  queryFn: ({ signal }) => body(api.GET("/members", { signal })),
  select: ({ data }) => data,
});
