import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { profileQuery } from "~/features/identity/api/get-profile";
import { i18next, speak } from "~/shared/i18n";

/** Speaks the language that the person chose in their profile, whatever this browser spoke before they signed in. */
export function useProfileLanguage(): void {
  const { data: profile } = useQuery(profileQuery);
  const locale = profile?.locale ?? undefined;
  useEffect(() => {
    if (locale !== undefined && locale !== i18next.language) void speak(locale);
  }, [locale]);
}
