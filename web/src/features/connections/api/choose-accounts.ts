import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export interface Choice {
  external_ids: string[];
  brand_id: string | null;
}

export function useChooseAccounts(connection: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (choice: Choice) =>
      body(
        api.POST("/connections/{id}/accounts", {
          params: { path: { id: connection } },
          body: choice,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}
