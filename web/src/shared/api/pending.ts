// Routes that the program's own document does not describe yet. Empty this file as they come.
import type { ActionSummary, Explanation, Money, Platform, ShownValue } from "./types";

export interface Ref {
  id: string;
  name: string;
}
export interface AccountRef extends Ref {
  platform: Platform;
  currency: string;
  time_zone: string;
}
export interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

export interface PreviewEffect {
  kind: ActionSummary["kind"];
  property: ActionSummary["property"];
  before: ShownValue;
  after: ShownValue;
  per_day_change: Money | null;
  blocked: string | null;
}
export interface RuleVerdict {
  rule: Ref & { version: number };
  state: string;
  outcome:
    | "acts"
    | "waits"
    | "not_fired"
    | "unknown"
    | "blocked"
    | "cooling"
    | "awaiting"
    | "outside"
    | "not_bound"
    | "disabled";
  reason: string;
  distance: string | null;
  effects: PreviewEffect[];
  progress: {
    state: string;
    checks_done: number;
    checks_needed: number | null;
    cooldown_until: string | null;
  } | null;
  explanation: Explanation | null;
}
export interface RuleVerdicts {
  at: string;
  data_until: string | null;
  data: RuleVerdict[];
}
export interface Hold {
  action_id: string;
  rule: (Ref & { version: number }) | null;
  account: AccountRef;
  campaign: Ref | null;
  property: "status" | "budget";
  before: ShownValue;
  after: ShownValue;
  since: string;
  can_release: boolean;
  why_not: string | null;
}
export interface DecisionRow {
  /** Null where nothing acted: it is recorded without its tree of values. */
  id: string | null;
  at: string;
  rule: Ref;
  campaign: Ref;
  account: AccountRef;
  outcome: "fired" | "pending" | "not_fired" | "unknown" | "blocked" | "waiting";
  reason: string;
  action_ids: string[];
}

interface Answered<Answer> {
  content: { "application/json": Answer };
  headers: Record<string, unknown>;
}
interface Read<Answer, Query = Record<string, never>> {
  parameters: { query?: Query; path?: never; header?: never; cookie?: never };
  requestBody?: never;
  responses: { 200: Answered<Answer> };
}
interface ReadOf<Answer, Query = Record<string, never>> {
  parameters: { query?: Query; path: { id: string }; header?: never; cookie?: never };
  requestBody?: never;
  responses: { 200: Answered<Answer> };
}

export interface PendingPaths {
  "/campaigns/{id}/rules": Record<"get", ReadOf<RuleVerdicts>>;
  "/campaigns/{id}/holds": Record<"get", ReadOf<{ data: Hold[] }>>;
  "/decisions": Record<
    "get",
    Read<
      Page<DecisionRow>,
      {
        rule?: string;
        campaign?: string;
        account?: string;
        outcome?: string;
        from?: string;
        to?: string;
        cursor?: string;
        limit?: number;
      }
    >
  >;
}
