import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, tagged } from "~/shared/api/client";
import { type RuleOnPage, ruleQuery } from "./get-rule";
import type { Restored } from "./types";

/** What becomes of the changes that still stand when a rule is switched off. */
export type HoldsChoice = "keep" | "restore";

export function useDisableRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ rule, holds }: { rule: RuleOnPage; holds: HoldsChoice }) => {
      const { value, etag } = await tagged(
        api.POST("/rules/{id}/disable", {
          params: { path: { id: rule.id }, header: { "If-Match": rule.etag } },
          body: { holds },
        }),
      );
      const { restored, withdrawn: _, ...disabled } = value;
      return { rule: { ...disabled, etag } as RuleOnPage, restored: restored as Restored[] };
    },
    onSuccess: ({ rule }) => queries.setQueryData(ruleQuery(rule.id).queryKey, rule),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["rules", "list"] });
      void queries.invalidateQueries({ queryKey: ["actions"] });
    },
  });
}
