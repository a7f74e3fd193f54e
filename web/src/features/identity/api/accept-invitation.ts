import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";
import type { Session } from "~/shared/api/types";

export interface Acceptance {
  token: string;
  name: string;
  password: string;
}

export function useAcceptInvitation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (acceptance: Acceptance) => body(pending.POST<Session>("/invite", { body: acceptance })),
    onSuccess: (session) => queries.setQueryData(sessionQuery.queryKey, session),
  });
}
