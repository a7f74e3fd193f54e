import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { lookupQuery } from "./get-lookup";

/** Another name from now on; refused while rules ask it by the one it has. */
export function useRenameLookup(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      body(api.PATCH("/lookups/{id}", { params: { path: { id } }, body: { name } })),
    onSuccess: (lookup) => {
      queries.setQueryData(lookupQuery(id).queryKey, lookup);
      void queries.invalidateQueries({ queryKey: ["lookups", "list"] });
    },
  });
}
