import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";

export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | "all") =>
      body(pending.POST("/notifications/read", { body: { ids } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["notifications"] }),
  });
}
