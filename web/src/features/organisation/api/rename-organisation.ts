import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";
import type { Organisation } from "~/shared/api/types";
import { organisationQuery } from "./get-organisation";

export function useRenameOrganisation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, version }: Pick<Organisation, "name" | "version">) =>
      body(
        api.PATCH("/organisation", {
          params: { header: { "If-Match": `"v${version}"` } },
          body: { name },
        }),
      ),
    onError: () => queries.invalidateQueries({ queryKey: organisationQuery.queryKey }),
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
