import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/shared/api/client";
import { onPage, type RuleOnPage, ruleQuery } from "./get-rule";

interface Enabling {
  rule: RuleOnPage;
  /** Why each finding that a person looked at is all right, by its code. */
  reasons: Record<string, string>;
}

export function useEnableRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, reasons }: Enabling) =>
      onPage(
        api.POST("/rules/{id}/enable", {
          params: { path: { id: rule.id }, header: { "If-Match": rule.etag } },
          body: { reasons },
        }),
      ),
    onSuccess: (rule) => queries.setQueryData(ruleQuery(rule.id).queryKey, rule),
    onSettled: () => queries.invalidateQueries({ queryKey: ["rules", "list"] }),
  });
}
