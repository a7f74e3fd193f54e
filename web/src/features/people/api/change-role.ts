import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { membersQuery } from "./list-members";
import type { Member, Role } from "./types";

export function useChangeRole() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) =>
      body(
        pending.PATCH<Member>("/members/{id}", {
          params: { path: { id: member.id }, header: { "If-Match": `"v${member.version}"` } },
          body: { role },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
}
