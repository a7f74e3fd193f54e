import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { actorsQuery } from "./get-actors";

export function useResumeActor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/actors/{id}/resume", { params: { path: { id } }, body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: actorsQuery.queryKey }),
  });
}
