import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Platform } from "~/shared/api/types";
import { DEFAULT_SORT } from "../model/filter";

export interface CampaignFilter {
  q?: string | undefined;
  account?: string | undefined;
  brand?: string | undefined;
  platform?: Platform | undefined;
  status?: "active" | "paused" | undefined;
  /** `name`, `-spend_7d`: the server's order, with a minus for downwards. */
  sort?: string | undefined;
}

const PAGE = 100;

/** The filter as the server reads it: what is not asked for is left out. */
export function campaignsAsked({ q, account, brand, platform, status, sort }: CampaignFilter) {
  return {
    sort: sort ?? DEFAULT_SORT,
    ...(q === undefined ? {} : { q }),
    ...(account === undefined ? {} : { account }),
    ...(brand === undefined ? {} : { brand }),
    ...(platform === undefined ? {} : { platform }),
    ...(status === undefined ? {} : { status }),
  };
}

export const campaignsQuery = (filter: CampaignFilter) =>
  infiniteQueryOptions({
    queryKey: ["campaigns", "list", campaignsAsked(filter)],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/campaigns", {
          params: {
            query: {
              ...campaignsAsked(filter),
              limit: PAGE,
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // While a search is typed, the last answer stays on the page instead of a skeleton per letter.
    placeholderData: keepPreviousData,
  });
