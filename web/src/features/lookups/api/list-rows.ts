import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** The rows of one version of a lookup, a page at a time. */
export const lookupRowsQuery = (id: string, version: number) =>
  infiniteQueryOptions({
    queryKey: ["lookups", "rows", id, version],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/lookups/{id}/rows", {
          params: { path: { id }, query: { version, after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => (page.has_more ? page.data.at(-1)?.key : undefined),
  });
