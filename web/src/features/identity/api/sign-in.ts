import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";

export interface Credentials {
  email: string;
  password: string;
}

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => body(api.POST("/session", { body: credentials })),
    onSuccess: (session) => queries.setQueryData(sessionQuery.queryKey, session),
  });
}
