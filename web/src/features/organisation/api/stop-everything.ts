import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { organisationQuery } from "./get-organisation";
import type { Organisation } from "./types";

export function useStopEverything() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      body(pending.POST<Organisation>("/organisation/stop", { body: { reason } })),
    onSettled: () => queries.invalidateQueries({ queryKey: organisationQuery.queryKey }),
  });
}
