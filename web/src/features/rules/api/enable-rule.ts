import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/shared/api/client";
import { onPage, type RuleOnPage, ruleQuery } from "./get-rule";

interface Enabling {
  rule: RuleOnPage;
  /** Codes of findings that the person looked at and takes. */
  accept: string[];
  /** Why they are all right; null where there are none. */
  reason: string | null;
}

export function useEnableRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, accept, reason }: Enabling) =>
      onPage(
        api.POST("/rules/{id}/enable", {
          params: { path: { id: rule.id }, header: { "If-Match": rule.etag } },
          body: { accept, reason },
        }),
      ),
    onSuccess: (rule) => queries.setQueryData(ruleQuery(rule.id).queryKey, rule),
    onSettled: () => queries.invalidateQueries({ queryKey: ["rules", "list"] }),
  });
}
