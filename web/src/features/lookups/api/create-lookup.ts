import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { lookupQuery } from "./get-lookup";
import type { LookupKind } from "./types";

export function useCreateLookup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { name: string; kind: LookupKind }) => body(api.POST("/lookups", { body: wanted })),
    onSuccess: (lookup) => {
      queries.setQueryData(lookupQuery(lookup.id).queryKey, lookup);
      void queries.invalidateQueries({ queryKey: ["lookups", "list"] });
    },
  });
}
