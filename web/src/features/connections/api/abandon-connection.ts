import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { connectionQuery } from "./get-connection";

export function useAbandonConnection() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.DELETE("/connections/{id}", { params: { path: { id } } })),
    onSuccess: (_, id) => queries.removeQueries({ queryKey: connectionQuery(id).queryKey }),
  });
}
