import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { RuleOnPage } from "./get-rule";

export function useArchiveRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, etag }: RuleOnPage) =>
      body(api.DELETE("/rules/{id}", { params: { path: { id }, header: { "If-Match": etag } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["rules", "list"] }),
  });
}
