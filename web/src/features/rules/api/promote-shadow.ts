import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/shared/api/client";
import { onPage, type RuleOnPage, ruleQuery } from "./get-rule";
import { shadowQuery } from "./get-shadow";

interface Promoting {
  rule: RuleOnPage;
  /** Codes of findings that the person looked at and takes. */
  accept: string[];
  /** Why they are all right; null where there are none. */
  reason: string | null;
}

export function usePromoteShadow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, accept, reason }: Promoting) =>
      onPage(
        api.POST("/rules/{id}/shadow/promote", {
          params: { path: { id: rule.id }, header: { "If-Match": rule.etag } },
          body: { accept, reason },
        }),
      ),
    onSuccess: (rule) => {
      queries.setQueryData(ruleQuery(rule.id).queryKey, rule);
      queries.setQueryData(shadowQuery(rule.id).queryKey, null);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["rules", "list"] }),
  });
}
