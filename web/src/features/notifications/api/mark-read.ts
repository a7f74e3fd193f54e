import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | "all") => body(api.POST("/notifications/read", { body: { ids } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["notifications"] }),
  });
}
