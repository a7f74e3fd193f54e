import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export interface CampaignFilter {
  q?: string | undefined;
  account?: string | undefined;
}

const PAGE = 100;

export const campaignsQuery = ({ q, account }: CampaignFilter) =>
  infiniteQueryOptions({
    queryKey: ["campaigns", "list", { q, account }],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/campaigns", {
          params: {
            query: {
              limit: PAGE,
              ...(q === undefined ? {} : { q }),
              ...(account === undefined ? {} : { account }),
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

/** The accounts to filter by: their names only. */
export const accountChoicesQuery = queryOptions({
  queryKey: ["accounts", "choices"],
  queryFn: ({ signal }) => body(api.GET("/accounts", { params: { query: { limit: 500 } }, signal })),
  select: (page) => page.data.map(({ id, name }) => ({ value: id, label: name })),
});
