import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Organisation } from "~/shared/api/types";
import { organisationQuery } from "./get-organisation";

/** Whether what rules with scripts want needs no more approval than what other rules want. */
export function useTrustScripts() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ trusts_scripts, version }: Pick<Organisation, "trusts_scripts" | "version">) =>
      body(
        api.PATCH("/organisation", {
          params: { header: { "If-Match": `"v${version}"` } },
          body: { trusts_scripts },
        }),
      ),
    onError: () => queries.invalidateQueries({ queryKey: organisationQuery.queryKey }),
    onSuccess: (organisation) => queries.setQueryData(organisationQuery.queryKey, organisation),
  });
}
