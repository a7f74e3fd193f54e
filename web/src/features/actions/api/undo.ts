import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { actionQuery } from "./get-action";

export const undoPreviewQuery = (id: string) =>
  queryOptions({
    queryKey: ["actions", "undo-preview", id],
    queryFn: ({ signal }) => body(api.GET("/actions/{id}/undo", { params: { path: { id } }, signal })),
    // What undoing would change is asked anew each time: somebody may have changed the value since.
    staleTime: 0,
    gcTime: 0,
  });

export function useUndo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/actions/{id}/undo", { params: { path: { id } }, body: {} })),
    onSuccess: (undo) => queries.setQueryData(actionQuery(undo.id).queryKey, undo),
    onSettled: () => queries.invalidateQueries({ queryKey: ["actions"] }),
  });
}
