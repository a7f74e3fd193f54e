import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const lookupsQuery = queryOptions({
  queryKey: ["lookups", "list"],
  meta: { topics: ["rules"] },
  queryFn: async ({ signal }) => (await body(api.GET("/lookups", { signal }))).data,
});
