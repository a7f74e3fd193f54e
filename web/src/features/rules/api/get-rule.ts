import { queryOptions } from "@tanstack/react-query";
import { tagged } from "~/shared/api/client";
import { type RuleDetail, rulesApi } from "./types";

/** A rule as it was read, with the tag that a change of it must name. */
export type RuleOnPage = RuleDetail & { etag: string };

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ["rules", "one", id],
    queryFn: ({ signal }): Promise<RuleOnPage> =>
      tagged(rulesApi.GET("/rules/{id}", { params: { path: { id } }, signal })),
  });
