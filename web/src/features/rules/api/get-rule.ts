import { queryOptions } from "@tanstack/react-query";
import { api, tagged } from "~/shared/api/client";
import type { RuleDetail } from "./types";

/** A rule as it was read, with the tag that a change of it must name. */
export type RuleOnPage = RuleDetail & { etag: string };

export async function onPage(call: Parameters<typeof tagged<RuleDetail>>[0]): Promise<RuleOnPage> {
  const { value, etag } = await tagged(call);
  return { ...value, etag };
}

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ["rules", "one", id],
    queryFn: ({ signal }) => onPage(api.GET("/rules/{id}", { params: { path: { id } }, signal })),
  });
