import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { shadowQuery } from "~/shared/api/shadow";

/** A saved version, or a text that nobody saved. */
export type ShadowSource = { version: number } | { text: string; overrides: Record<string, string> };

export function useStartShadow(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (source: ShadowSource) =>
      (await body(api.POST("/rules/{id}/shadow", { params: { path: { id } }, body: source }))).shadow,
    onSuccess: (shadow) => queries.setQueryData(shadowQuery(id).queryKey, shadow),
  });
}
