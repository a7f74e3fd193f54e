import { queryOptions } from "@tanstack/react-query";
import { body } from "~/shared/api/client";
import { rulesApi } from "./types";

export interface PreviewAsked {
  text: string;
  overrides: Record<string, string>;
  rule: string | undefined;
}

/** What a text would do now, on the latest data. It changes nothing; an answer is as old as the data it was made of. */
export const previewQuery = ({ text, overrides, rule }: PreviewAsked) =>
  queryOptions({
    queryKey: ["preview", rule ?? "new", text, overrides],
    queryFn: ({ signal }) =>
      body(
        rulesApi.POST("/rules/preview", {
          body: { text, overrides, ...(rule === undefined ? {} : { rule_id: rule }) },
          signal,
        }),
      ),
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
