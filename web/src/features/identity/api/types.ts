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

export interface OpenSession {
  id: string;
  created_at: string;
  last_seen_at: string;
  user_agent: string;
  current: boolean;
}

/** What an invitation's link opens. */
export interface Invitation {
  organisation: string;
  email: string;
  role: Session["role"];
  expires_at: string;
}
