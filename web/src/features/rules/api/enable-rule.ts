import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/shared/api/client";
import { onPage, type RuleOnPage, ruleQuery } from "./get-rule";

export function useEnableRule() {
  const queries = useQueryClient();
  return useMutation({
    /** `accept`: codes of findings that the person looked at and takes. */
    mutationFn: ({ rule, accept }: { rule: RuleOnPage; accept: string[] }) =>
      onPage(
        api.POST("/rules/{id}/enable", {
          params: { path: { id: rule.id }, header: { "If-Match": rule.etag } },
          body: { accept },
        }),
      ),
    onSuccess: (rule) => queries.setQueryData(ruleQuery(rule.id).queryKey, rule),
    onSettled: () => queries.invalidateQueries({ queryKey: ["rules", "list"] }),
  });
}
