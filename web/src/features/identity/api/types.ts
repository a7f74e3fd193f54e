import type { Session } from "~/shared/api/types";
import type { Language } from "~/shared/i18n/languages";

export interface Profile {
  id: string;
  name: string;
  email: string;
  role: Session["role"];
  organisation: Session["organisation"];
  locale: Language | null;
  created_at: string;
}
