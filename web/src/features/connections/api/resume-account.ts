import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { AccountDetail } from "./types";

export function useResumeAccount(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(pending.POST<AccountDetail>("/accounts/{id}/resume", { params: { path: { id } }, body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
