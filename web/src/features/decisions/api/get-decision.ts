import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ["decisions", id],
    queryFn: ({ signal }) => body(api.GET("/decisions/{id}", { params: { path: { id } }, signal })),
    // A decision never changes; only what it led to does, and that is asked elsewhere.
    staleTime: 5 * 60_000,
  });
