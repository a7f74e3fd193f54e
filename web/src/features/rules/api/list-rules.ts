import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Rule } from "~/shared/api/types";

export const sorts = ["name", "-updated_at", "-acted_24h"] as const;
export type Sort = (typeof sorts)[number];

/** Which rules the list shows; it lives in the URL. */
export interface RuleFilter {
  q?: string | undefined;
  state?: Rule["state"] | undefined;
  sort?: Sort | undefined;
}

export const rulesQuery = (filter: RuleFilter) =>
  infiniteQueryOptions({
    queryKey: ["rules", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/rules", {
          params: {
            query: {
              ...(filter.q === undefined ? {} : { q: filter.q }),
              ...(filter.state === undefined ? {} : { state: filter.state }),
              ...(filter.sort === undefined ? {} : { sort: filter.sort }),
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // While another filter loads, the rows that were there stay, dimmed.
    placeholderData: keepPreviousData,
  });
