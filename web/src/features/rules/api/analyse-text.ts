import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export interface AnalysisAsked {
  text: string;
  overrides: Record<string, string>;
  rule: string | undefined;
}

/** What a text comes to together with the enabled rules and the guards. It changes nothing. */
export const analysisQuery = ({ text, overrides, rule }: AnalysisAsked) =>
  queryOptions({
    queryKey: ["rules", "analysis", rule ?? "new", text, overrides],
    queryFn: ({ signal }) =>
      body(
        api.POST("/rules/analyse", {
          body: { text, overrides, ...(rule === undefined ? {} : { rule_id: rule }) },
          signal,
        }),
      ),
    staleTime: 30_000,
    gcTime: 60_000,
    retry: false,
  });
