import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { sessionsQuery } from "./list-sessions";

/** Ends one session, or all but this one. */
export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (which: { id: string } | "others") =>
      which === "others"
        ? body(api.DELETE("/sessions"))
        : body(api.DELETE("/sessions/{id}", { params: { path: { id: which.id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}
