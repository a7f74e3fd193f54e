import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";
import { organisationQuery } from "./get-organisation";
import type { Organisation } from "./types";

export function useRenameOrganisation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => body(pending.PATCH<Organisation>("/organisation", { body: { name } })),
    onSuccess: (organisation) => {
      queries.setQueryData(organisationQuery.queryKey, organisation);
      queries.setQueryData(sessionQuery.queryKey, (session) =>
        session
          ? { ...session, organisation: { ...session.organisation, name: organisation.name } }
          : session,
      );
    },
  });
}
