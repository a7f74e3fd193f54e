import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Decision } from "~/shared/api/types";

export interface DecisionFilter {
  rule?: string | undefined;
  campaign?: string | undefined;
  account?: string | undefined;
  outcome?: Decision["outcome"] | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const PAGE = 50;

/** The filter as the server reads it: what is not asked for is left out. */
export function decisionsAsked({ rule, campaign, account, outcome, from, to }: DecisionFilter) {
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(account === undefined ? {} : { account }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

export const decisionsQuery = (filter: DecisionFilter) =>
  infiniteQueryOptions({
    queryKey: ["decisions", "list", decisionsAsked(filter)],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/decisions", {
          params: {
            query: {
              ...decisionsAsked(filter),
              limit: PAGE,
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
