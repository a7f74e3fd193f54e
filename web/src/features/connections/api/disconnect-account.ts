import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export function useDisconnectAccount(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/accounts/{id}", { params: { path: { id } } })),
    // Changes that were open on it are cancelled with it.
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ["accounts", "actions"].includes(String(queryKey[0])),
      }),
  });
}
