import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

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
        api.PATCH("/accounts/{id}", {
          params: { path: { id }, header: { "If-Match": etag } },
          body: change,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
