import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export function useSyncAccount(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/accounts/{id}/sync", { params: { path: { id } }, body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
