import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { actorsQuery } from "./get-actors";

export function useKillActor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/actors/{id}/kill", { params: { path: { id } }, body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: actorsQuery.queryKey }),
  });
}
