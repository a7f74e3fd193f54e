import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Role } from "~/shared/api/types";
import { invitesQuery } from "./list-invites";

/** The answer holds the link once; nobody can read it again. */
export function useInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (invite: { email: string; role: Role }) => body(api.POST("/invites", { body: invite })),
    onSettled: () => queries.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
}
