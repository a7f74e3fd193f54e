import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";

export const actionCountsQuery = queryOptions({
  queryKey: ["actions", "counts"],
  queryFn: ({ signal }) => body(api.GET("/actions/counts", { signal })),
});
