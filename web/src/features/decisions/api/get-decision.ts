import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Decision } from "~/shared/api/types";

export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ["decisions", id],
    queryFn: async ({ signal }) =>
      (await body(api.GET("/decisions/{id}", { params: { path: { id } }, signal }))) as Decision,
    // A decision never changes; only what it led to does, and that is asked elsewhere.
    staleTime: 5 * 60_000,
  });
