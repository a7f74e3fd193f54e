import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const platformsQuery = queryOptions({
  queryKey: ["accounts", "platforms"],
  queryFn: ({ signal }) => body(api.GET("/connections/platforms", { signal })),
  select: ({ data }) => data,
});
