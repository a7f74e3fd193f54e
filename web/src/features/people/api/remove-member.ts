import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { membersQuery } from "./list-members";
import type { Member } from "./types";

export function useRemoveMember() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (member: Member) =>
      body(
        pending.DELETE("/members/{id}", {
          params: { path: { id: member.id }, header: { "If-Match": `"v${member.version}"` } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
}
