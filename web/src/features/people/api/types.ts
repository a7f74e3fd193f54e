import type { Session } from "~/shared/api/types";

export type Role = Session["role"];

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  joined_at: string;
  last_seen_at: string | null;
  is_me: boolean;
  version: number;
}

export interface Invite {
  id: string;
  email: string;
  role: Role;
  created_at: string;
  expires_at: string;
  created_by: string;
  state: "open" | "used" | "expired" | "revoked";
}
