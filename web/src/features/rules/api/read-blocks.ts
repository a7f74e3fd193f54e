import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** A text as blocks, with the edits that change it. The same text is always the same blocks. */
export const blocksQuery = (text: string) =>
  queryOptions({
    queryKey: ["blocks", text],
    queryFn: ({ signal }) => body(api.POST("/rules/blocks", { body: { text }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
