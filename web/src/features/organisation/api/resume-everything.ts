import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { organisationQuery } from "./get-organisation";

export function useResumeEverything() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/organisation/resume", { body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: organisationQuery.queryKey }),
  });
}
