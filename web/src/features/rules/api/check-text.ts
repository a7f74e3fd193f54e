import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** What a text says: its rules and guards in plain words, its parameters, its findings. The same text always says the same. */
export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ["check", text],
    queryFn: ({ signal }) => body(api.POST("/rules/check", { body: { text }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
