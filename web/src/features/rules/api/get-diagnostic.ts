import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** The page of a finding's code: what it means, an example, and how it is written instead. */
export const diagnosticQuery = (code: string) =>
  queryOptions({
    queryKey: ["diagnostics", code],
    queryFn: ({ signal }) => body(api.GET("/diagnostics/{code}", { params: { path: { code } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
