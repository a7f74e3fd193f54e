import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { CampaignRules } from "~/shared/api/types";

/** What every rule says about one campaign now; asked anew by hints about the campaign's data and about rules. */
export const verdictsQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", "rules", id],
    meta: { topics: ["actions", "rules"] },
    queryFn: async ({ signal }) =>
      (await body(api.GET("/campaigns/{id}/rules", { params: { path: { id } }, signal }))) as CampaignRules,
  });
