import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { statesOf, type Tab } from "../model/states";

export interface ActionFilter {
  tab: Tab;
  rule?: string | undefined;
  campaign?: string | undefined;
}

const PAGE = 50;

export const actionsQuery = ({ tab, rule, campaign }: ActionFilter) =>
  infiniteQueryOptions({
    queryKey: ["actions", "list", { tab, rule, campaign }],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/actions", {
          params: {
            query: {
              state: statesOf(tab).join(","),
              limit: PAGE,
              ...(rule === undefined ? {} : { rule }),
              ...(campaign === undefined ? {} : { campaign }),
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
