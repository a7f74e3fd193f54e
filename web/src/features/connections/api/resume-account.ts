import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export function useResumeAccount(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/accounts/{id}/resume", { params: { path: { id } }, body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
