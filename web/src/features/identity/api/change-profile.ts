import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";
import type { Profile } from "~/shared/api/types";
import { profileQuery } from "./get-profile";

export interface ProfileChange {
  name?: string;
  locale?: NonNullable<Profile["locale"]>;
}

export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (change: ProfileChange) => {
      // Nobody else changes one's own profile: what stands there now is what is changed.
      const { version } = await queries.fetchQuery({ ...profileQuery, staleTime: 0 });
      return body(
        api.PATCH("/profile", {
          params: { header: { "If-Match": `"v${version}"` } },
          body: change,
        }),
      );
    },
    onSuccess: (profile) => {
      queries.setQueryData(profileQuery.queryKey, profile);
      // The name stands in the shell, which reads the session.
      queries.setQueryData(sessionQuery.queryKey, (session) =>
        session ? { ...session, user: { ...session.user, name: profile.name } } : session,
      );
    },
  });
}
