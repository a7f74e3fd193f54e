import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { GuardOnPage } from "./get-guard";

export function useRemoveGuard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, etag }: GuardOnPage) =>
      body(api.DELETE("/guards/{id}", { params: { path: { id }, header: { "If-Match": etag } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["guards", "list"] }),
  });
}
