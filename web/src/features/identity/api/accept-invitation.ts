import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";

export interface Acceptance {
  token: string;
  /** Not asked of somebody who has an account at this server. */
  name?: string;
  password: string;
}

export function useAcceptInvitation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (acceptance: Acceptance) => body(api.POST("/invite", { body: acceptance })),
    onSuccess: (session) => queries.setQueryData(sessionQuery.queryKey, session),
  });
}
