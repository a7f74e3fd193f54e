import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { invitesQuery } from "./list-invites";
import type { Invite, Role } from "./types";

/** The answer holds the link once; nobody can read it again. */
export function useInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (invite: { email: string; role: Role }) =>
      body(pending.POST<{ invite: Invite; url: string }>("/invites", { body: invite })),
    onSettled: () => queries.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
}
