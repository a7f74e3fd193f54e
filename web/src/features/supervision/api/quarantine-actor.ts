import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { actorsQuery } from "./get-actors";

export function useQuarantineActor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      body(api.POST("/actors/{id}/quarantine", { params: { path: { id } }, body: { reason } })),
    onSettled: () => queries.invalidateQueries({ queryKey: actorsQuery.queryKey }),
  });
}
