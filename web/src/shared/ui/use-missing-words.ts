import { useTranslation } from "react-i18next";
import type { Missing } from "../api/types";

/** Why a value is not known, in the reader's language; a reason that these pages do not know is told in the server's words. */
export function useMissingWords(): (missing: Missing) => string {
  const { t, i18n } = useTranslation();
  return ({ reason, detail }) => {
    const key = `reasons.missing.${reason}`;
    return i18n.exists(key) ? t(key as "reasons.missing.stale") : detail;
  };
}
