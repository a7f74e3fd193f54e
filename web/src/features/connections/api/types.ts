import type { Account, Platform } from "~/shared/api/types";

export type ProblemCode =
  | "refused"
  | "missing_scope"
  | "code_rejected"
  | "no_accounts"
  | "expired"
  | "platform_error";

export interface PlatformChoice {
  platform: Platform;
  available: boolean;
  why_not: string | null;
}

export interface Scope {
  name: string;
  granted: boolean;
  needed_for: string;
}

export interface Candidate {
  external_id: string;
  name: string;
  manager: { external_id: string; name: string } | null;
  currency: string;
  time_zone: string;
  status: "available" | "connected" | "closed" | "other_organisation";
  account_id: string | null;
  why_not: string | null;
}

export interface Connection {
  id: string;
  platform: Platform;
  state: "waiting" | "refused" | "failed" | "choosing" | "done" | "expired";
  problem: null | { code: ProblemCode; title: string; detail: string; what_to_do: string };
  reconnects: { id: string; name: string } | null;
  scopes: Scope[];
  expires_at: string;
  candidates: Candidate[];
}

export interface DataSet {
  name: "structure" | "metrics by day" | "metrics by hour";
  data_until: string | null;
  last_read_at: string | null;
  promised_every_minutes: number;
  state: "fresh" | "late" | "missing";
}

export interface FirstSync {
  state: "waiting" | "running" | "done" | "failed";
  days_done: number;
  days_total: number;
  rows: number;
  started_at: string | null;
  last_error: string | null;
}

export type AccountDetail = Account & {
  grant: {
    state: "live" | "reconnect";
    state_detail: string | null;
    scopes: string[];
    access_expires_at: string | null;
    connected_by: string | null;
    connected_at: string;
  };
  data_sets: DataSet[];
  first_sync: FirstSync | null;
  sync: { failures: number; last_error: string | null; next_at: string | null; running: boolean };
  queue: {
    waiting: number;
    in_flight: number;
    parked_until: string | null;
    parked_why: string | null;
  };
  rules: { id: string; name: string; not_bound: string | null }[];
};

export interface Brand {
  id: string;
  name: string;
  is_default: boolean;
  accounts: number;
}
