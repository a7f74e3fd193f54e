import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";

export const setupStateQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: ({ signal }) => body(api.GET("/setup", { signal })),
  staleTime: 0,
});

export interface Setup {
  token: string;
  organisation: string;
  name: string;
  email: string;
  password: string;
}

export function useSetUp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (setup: Setup) => body(api.POST("/setup", { body: setup })),
    onSuccess: (session) => queries.setQueryData(sessionQuery.queryKey, session),
  });
}
