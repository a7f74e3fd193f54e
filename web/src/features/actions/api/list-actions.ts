import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { everyPage } from "~/shared/api/every-page";
import type { ActionSummary } from "~/shared/api/types";
import type { Order } from "../model/filter";
import { statesOf, type Tab } from "../model/states";

export interface ActionFilter {
  tab: Tab;
  rule?: string | undefined;
  campaign?: string | undefined;
  account?: string | undefined;
  brand?: string | undefined;
  kind?: ActionSummary["kind"] | undefined;
  q?: string | undefined;
  sort?: Order | undefined;
}

const PAGE = 50;

/** The filter as the server reads it: what is not asked for is left out. */
function asked({ tab, rule, campaign, account, brand, kind, q, sort }: ActionFilter) {
  return {
    state: statesOf(tab).join(","),
    ...(rule === undefined ? {} : { rule }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(account === undefined ? {} : { account }),
    ...(brand === undefined ? {} : { brand }),
    ...(kind === undefined ? {} : { kind }),
    ...(q === undefined ? {} : { q }),
    ...(sort === undefined ? {} : { sort }),
  };
}

export const actionsQuery = (filter: ActionFilter) =>
  infiniteQueryOptions({
    queryKey: ["actions", "list", asked(filter)],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/actions", {
          params: {
            query: {
              ...asked(filter),
              limit: PAGE,
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // While a search is typed, the last answer stays on the page.
    placeholderData: keepPreviousData,
  });

/** Every waiting change of one rule or one campaign, however many pages that is. */
export const allWaiting = (like: { rule: string } | { campaign: string }): Promise<ActionSummary[]> =>
  everyPage((query) =>
    body(api.GET("/actions", { params: { query: { state: "awaiting_approval", ...like, ...query } } })),
  );
