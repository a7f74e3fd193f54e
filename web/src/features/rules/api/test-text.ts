import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { TestedText } from "./types";

/** Runs the tests of a text. The same text always comes to the same. */
export const testQuery = (text: string) =>
  queryOptions({
    queryKey: ["test", text],
    queryFn: ({ signal }) =>
      body(api.POST("/rules/test", { body: { text, mutate: false }, signal })) as Promise<TestedText>,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** Runs them again for every threshold moved and every comparison turned round, which takes its time: only when asked for. */
export const mutationQuery = (text: string) =>
  queryOptions({
    queryKey: ["test", text, "mutated"],
    queryFn: ({ signal }) =>
      body(api.POST("/rules/test", { body: { text, mutate: true }, signal })) as Promise<TestedText>,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 300_000,
  });
