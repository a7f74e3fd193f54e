import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Member, Role } from "~/shared/api/types";
import { membersQuery } from "./list-members";

export function useChangeRole() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) =>
      body(
        api.PATCH("/members/{id}", {
          params: { path: { id: member.id }, header: { "If-Match": `"v${member.version}"` } },
          body: { role },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery.queryKey }),
  });
}
