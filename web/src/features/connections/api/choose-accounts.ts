import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Account } from "~/shared/api/types";

export interface Choice {
  external_ids: string[];
  brand_id: string | null;
}

export function useChooseAccounts(connection: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (choice: Choice) =>
      body(
        pending.POST<{ accounts: Account[] }>("/connections/{id}/accounts", {
          params: { path: { id: connection } },
          body: choice,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
