import { queryOptions } from "@tanstack/react-query";
import { body } from "~/shared/api/client";
import { rulesApi } from "./types";

export const libraryQuery = queryOptions({
  queryKey: ["library"],
  queryFn: async ({ signal }) => (await body(rulesApi.GET("/library", { signal }))).data,
  staleTime: 5 * 60_000,
});
