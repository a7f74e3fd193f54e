import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const invitesQuery = queryOptions({
  queryKey: ["organisation", "invites"],
  queryFn: ({ signal }) => body(api.GET("/invites", { signal })),
  select: ({ data }) => data,
});
