import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body } from "~/shared/api/client";
import type { RuleOnPage } from "./get-rule";
import { rulesApi } from "./types";

export function useArchiveRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, etag }: RuleOnPage) =>
      body(rulesApi.DELETE("/rules/{id}", { params: { path: { id }, header: { "If-Match": etag } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["rules", "list"] }),
  });
}
