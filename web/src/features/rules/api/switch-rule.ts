import { useMutation, useQueryClient } from "@tanstack/react-query";
import { onPage, type RuleOnPage, ruleQuery } from "./get-rule";
import { rulesApi } from "./types";

/** What becomes of the changes that still stand when a rule is switched off. */
export type HoldsChoice = "keep" | "restore";

export type Switch = { to: "enabled" } | { to: "disabled"; holds: HoldsChoice };

export function useSwitchRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, ...change }: { rule: RuleOnPage } & Switch): Promise<RuleOnPage> => {
      const params = { path: { id: rule.id }, header: { "If-Match": rule.etag } };
      return change.to === "enabled"
        ? onPage(rulesApi.POST("/rules/{id}/enable", { params, body: {} }))
        : onPage(rulesApi.POST("/rules/{id}/disable", { params, body: { holds: change.holds } }));
    },
    onSuccess: (rule) => queries.setQueryData(ruleQuery(rule.id).queryKey, rule),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["rules"] });
      void queries.invalidateQueries({ queryKey: ["actions"] });
    },
  });
}
