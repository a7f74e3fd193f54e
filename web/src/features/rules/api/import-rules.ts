import { useMutation } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { ImportRequest } from "./types";

/** Writes the rules of a platform's own engine anew. Nothing is stored. */
export function useImportRules() {
  return useMutation({
    mutationFn: async (asked: ImportRequest) =>
      (await body(api.POST("/library/import", { body: asked }))).data,
  });
}
