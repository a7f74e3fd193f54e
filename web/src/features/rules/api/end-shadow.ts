import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { shadowQuery } from "~/shared/api/shadow";

export function useEndShadow(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/rules/{id}/shadow", { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: shadowQuery(id).queryKey }),
  });
}
