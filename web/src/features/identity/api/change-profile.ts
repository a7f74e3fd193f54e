import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";
import { profileQuery } from "./get-profile";
import type { Profile } from "./types";

export interface ProfileChange {
  name?: string;
  locale?: Profile["locale"];
}

export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ProfileChange) => body(pending.PATCH<Profile>("/profile", { body: change })),
    onSuccess: (profile) => {
      queries.setQueryData(profileQuery.queryKey, profile);
      // The name stands in the shell, which reads the session.
      queries.setQueryData(sessionQuery.queryKey, (session) =>
        session ? { ...session, user: { ...session.user, name: profile.name } } : session,
      );
    },
  });
}
