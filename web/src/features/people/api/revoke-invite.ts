import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { invitesQuery } from "./list-invites";

export function useRevokeInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(pending.DELETE("/invites/{id}", { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
}
