import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Member } from "~/shared/api/types";
import { membersQuery } from "./list-members";

export function useRemoveMember() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (member: Member) =>
      body(
        api.DELETE("/members/{id}", {
          params: { path: { id: member.id }, header: { "If-Match": `"v${member.version}"` } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
}
