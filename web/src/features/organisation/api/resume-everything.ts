import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { organisationQuery } from "./get-organisation";
import type { Organisation } from "./types";

export function useResumeEverything() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(pending.POST<Organisation>("/organisation/resume", { body: {} })),
    onSettled: () => queries.invalidateQueries({ queryKey: organisationQuery.queryKey }),
  });
}
