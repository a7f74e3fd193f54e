import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const guardsQuery = queryOptions({
  queryKey: ["guards", "list"],
  queryFn: async ({ signal }) => (await body(api.GET("/guards", { signal }))).data,
});
