import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body } from "~/shared/api/client";
import type { GuardOnPage } from "./get-guard";
import { rulesApi } from "./types";

export function useRemoveGuard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, etag }: GuardOnPage) =>
      body(rulesApi.DELETE("/guards/{id}", { params: { path: { id }, header: { "If-Match": etag } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["guards", "list"] }),
  });
}
