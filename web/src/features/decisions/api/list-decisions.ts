import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { addDays } from "~/shared/lib/day-range";
import type { Outcome } from "../model/outcomes";

export interface DecisionFilter {
  /** A rule, or the shadow of one. */
  rule?: string | undefined;
  /** Whose shadow it is: nothing is asked by it, it names the shadow where nothing else does. */
  of?: string | undefined;
  campaign?: string | undefined;
  /** Something below a campaign. */
  object?: string | undefined;
  account?: string | undefined;
  outcome?: Outcome | undefined;
  /** First and last day, of the reader's calendar. */
  from?: string | undefined;
  to?: string | undefined;
}

const PAGE = 50;

/** Where a day of the reader's calendar begins. */
function beginning(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date).toISOString();
}

/** The filter as the server reads it: what is not asked for is left out. */
export function decisionsAsked({ rule, campaign, object, account, outcome, from, to }: DecisionFilter) {
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(object === undefined ? {} : { object }),
    ...(account === undefined ? {} : { account }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from: beginning(from) }),
    ...(to === undefined ? {} : { to: beginning(addDays(to, 1)) }),
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
