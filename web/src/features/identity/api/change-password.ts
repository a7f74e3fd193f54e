import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { sessionsQuery } from "./list-sessions";

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    // The new password ends every other session.
    mutationFn: (passwords: { current: string; new: string }) =>
      body(api.POST("/profile/password", { body: passwords })),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}
