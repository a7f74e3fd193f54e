import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** What letting go of a hold would change; asked anew each time, because somebody may have changed the value since. */
export const releasePreviewQuery = (actionId: string) =>
  queryOptions({
    queryKey: ["actions", "undo-preview", actionId],
    queryFn: ({ signal }) =>
      body(api.GET("/actions/{id}/undo", { params: { path: { id: actionId } }, signal })),
    staleTime: 0,
    gcTime: 0,
  });

/** Lets go of a hold: proposes the way back, through the same door as every change. */
export function useRelease() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (actionId: string) =>
      body(api.POST("/actions/{id}/undo", { params: { path: { id: actionId } }, body: {} })),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["actions"] }),
        queries.invalidateQueries({ queryKey: ["campaigns"] }),
      ]),
  });
}
