import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Preview } from "./types";

export interface PreviewAsked {
  text: string;
  overrides: Record<string, string>;
  rule: string | undefined;
}

/** What a text would do now, on the latest data. It changes nothing; an answer is as old as the data it was made of. */
export const previewQuery = ({ text, overrides, rule }: PreviewAsked) =>
  queryOptions({
    queryKey: ["preview", rule ?? "new", text, overrides],
    queryFn: async ({ signal }) =>
      (await body(
        api.POST("/rules/preview", {
          body: { text, overrides, ...(rule === undefined ? {} : { rule_id: rule }) },
          signal,
        }),
      )) as Preview,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
