import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { CampaignObjectDetail } from "~/shared/api/types";

/** What stands below a campaign, whatever its level. */
export const objectQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", "object", id],
    meta: { topics: ["actions"] },
    queryFn: async ({ signal }) =>
      (await body(api.GET("/objects/{id}", { params: { path: { id } }, signal }))) as CampaignObjectDetail,
  });
