import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { organisationQuery } from "./get-organisation";

export function useStopEverything() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => body(api.POST("/organisation/stop", { body: { reason } })),
    onSettled: () => queries.invalidateQueries({ queryKey: organisationQuery.queryKey }),
  });
}
