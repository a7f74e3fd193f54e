import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/shared/api/client";
import { type GuardOnPage, guardOnPage, guardQuery } from "./get-guard";

/** Saves another text of `guard`, or a new guard; it holds from the answer on. */
export function useSaveGuard(guard: GuardOnPage | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string): Promise<GuardOnPage> =>
      guardOnPage(
        guard
          ? api.PUT("/guards/{id}", {
              params: { path: { id: guard.id }, header: { "If-Match": guard.etag } },
              body: { text },
            })
          : api.POST("/guards", { body: { text } }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(guardQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ["guards", "list"] });
    },
  });
}
