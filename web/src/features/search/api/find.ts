import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { everyPage } from "~/shared/api/every-page";
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

/** Rules by name. */
export const findRules = (q: string) =>
  queryOptions({
    queryKey: ["rules", "find", q],
    queryFn: ({ signal }) => body(api.GET("/rules", { params: { query: { q, limit: MOST } }, signal })),
    select: ({ data }): Rule[] => data.slice(0, MOST),
  });

const within = (q: string, name: string) => name.toLowerCase().includes(q.toLowerCase());

/** Accounts by name, brand or number. The server has no search for them: all pages are read once and searched here. */
export const findAccounts = (q: string) =>
  queryOptions({
    queryKey: ["accounts", "find"],
    queryFn: ({ signal }) => everyPage((query) => body(api.GET("/accounts", { params: { query }, signal }))),
    select: (accounts): Account[] =>
      accounts
        .filter(
          ({ name, brand, external_id }) =>
            within(q, name) ||
            within(q, brand.name) ||
            (/^[\d-]{3,}$/.test(q) && external_id.replaceAll("-", "").includes(q.replaceAll("-", ""))),
        )
        .slice(0, MOST),
  });
