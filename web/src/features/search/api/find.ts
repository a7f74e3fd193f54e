import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Account, Campaign, Rule } from "~/shared/api/types";

/** As many of each kind as a person looks over while typing. */
const MOST = 5;

/** Campaigns by name; each search is the server's, which knows thousands. */
export const findCampaigns = (q: string) =>
  queryOptions({
    queryKey: ["campaigns", "find", q],
    queryFn: ({ signal }) => body(api.GET("/campaigns", { params: { query: { q, limit: MOST } }, signal })),
    select: ({ data }): Campaign[] => data.slice(0, MOST),
  });

const matches = (q: string, name: string) => name.toLowerCase().includes(q.toLowerCase());

/** An organisation's rules are read at once and searched here. */
export const findRules = (q: string) =>
  queryOptions({
    queryKey: ["rules", "find"],
    queryFn: ({ signal }) => body(api.GET("/rules", { signal })),
    select: ({ data }): Rule[] => data.filter(({ name }) => matches(q, name)).slice(0, MOST),
  });

/** An organisation's accounts are read at once and searched here, by name or number. */
export const findAccounts = (q: string) =>
  queryOptions({
    queryKey: ["accounts", "find"],
    queryFn: ({ signal }) => body(api.GET("/accounts", { signal })),
    select: ({ data }): Account[] =>
      data
        .filter(
          ({ name, external_id }) =>
            matches(q, name) ||
            (/^[\d-]{3,}$/.test(q) && external_id.replaceAll("-", "").includes(q.replaceAll("-", ""))),
        )
        .slice(0, MOST),
  });
