import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { connectionQuery } from "./get-connection";

export function useAbandonConnection() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(pending.DELETE("/connections/{id}", { params: { path: { id } } })),
    onSuccess: (_, id) => queries.removeQueries({ queryKey: connectionQuery(id).queryKey }),
  });
}
