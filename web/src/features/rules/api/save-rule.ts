import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/shared/api/client";
import { onPage, type RuleOnPage, ruleQuery } from "./get-rule";

export interface Writing {
  text: string;
  overrides: Record<string, string>;
  note: string;
  /** The library entry that a new rule began as. */
  library?: string | undefined;
}

/** Saves a new version of `rule`, or a new rule as a draft. */
export function useSaveRule(rule: { id: string; etag: string } | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ text, overrides, note, library }: Writing): Promise<RuleOnPage> => {
      const written = { text, overrides, ...(note.trim() === "" ? {} : { note: note.trim() }) };
      return rule
        ? onPage(
            api.PUT("/rules/{id}", {
              params: { path: { id: rule.id }, header: { "If-Match": rule.etag } },
              body: written,
            }),
          )
        : onPage(
            api.POST("/rules", {
              body: { ...written, ...(library === undefined ? {} : { library_id: library }) },
            }),
          );
    },
    onSuccess: (saved) => {
      queries.setQueryData(ruleQuery(saved.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ["rules", "list"] });
      void queries.invalidateQueries({ queryKey: ["rules", "versions", saved.id] });
      void queries.invalidateQueries({ queryKey: ["library"] });
    },
  });
}
