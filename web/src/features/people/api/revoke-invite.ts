import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { invitesQuery } from "./list-invites";

export function useRevokeInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.DELETE("/invites/{id}", { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
}
