import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export interface Chosen {
  name?: string;
  params: Record<string, string>;
}

/** The text of a library rule with a name and parameters of one's own. */
export const libraryTextQuery = (id: string, chosen: Chosen) =>
  queryOptions({
    queryKey: ["library", id, chosen],
    queryFn: ({ signal }) =>
      body(api.POST("/library/{id}/text", { params: { path: { id } }, body: chosen, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
