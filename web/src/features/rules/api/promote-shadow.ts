import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/shared/api/client";
import { shadowQuery } from "~/shared/api/shadow";
import { onPage, type RuleOnPage, ruleQuery } from "./get-rule";

interface Promoting {
  rule: RuleOnPage;
  /** Why each finding that a person looked at is all right, by its code. */
  reasons: Record<string, string>;
}

export function usePromoteShadow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, reasons }: Promoting) =>
      onPage(
        api.POST("/rules/{id}/shadow/promote", {
          params: { path: { id: rule.id }, header: { "If-Match": rule.etag } },
          body: { reasons },
        }),
      ),
    onSuccess: (rule) => {
      queries.setQueryData(ruleQuery(rule.id).queryKey, rule);
      queries.setQueryData(shadowQuery(rule.id).queryKey, null);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["rules", "list"] }),
  });
}
