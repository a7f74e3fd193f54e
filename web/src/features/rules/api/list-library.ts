import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const libraryQuery = queryOptions({
  queryKey: ["library"],
  queryFn: async ({ signal }) => (await body(api.GET("/library", { signal }))).data,
  staleTime: 5 * 60_000,
});
