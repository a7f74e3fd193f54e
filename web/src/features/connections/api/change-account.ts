import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { AccountDetail } from "./types";

export interface AccountChange {
  brand_id?: string;
  extra_settled_days?: number;
}

/** Changes an account as it was read; `etag` names that reading. */
export function useChangeAccount(id: string, etag: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: AccountChange) =>
      body(
        pending.PATCH<AccountDetail>("/accounts/{id}", {
          params: { path: { id }, header: { "If-Match": etag } },
          body: change,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
