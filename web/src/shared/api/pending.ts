// Routes that the program's own document does not describe yet. Empty this file as they come.
import type {
  ActionDetail,
  ActionSummary,
  Campaign,
  Explanation,
  Money,
  Platform,
  ShownValue,
} from "./types";

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

export interface Totals {
  spend: Money;
  revenue: Money;
  impressions: number;
  clicks: number;
  conversions: number;
  ctr: number | null;
  cpc: Money | null;
  cpa: Money | null;
  roas: number | null;
  cvr: number | null;
}
export interface OverviewDay {
  day: string;
  spend: number;
  revenue: number;
  known: boolean;
}
export interface Overview {
  at: string;
  from: string;
  to: string;
  data_until: string | null;
  totals: Totals[];
  compare_totals: Totals[] | null;
  series: { currency: string; days: OverviewDay[]; compare_days: OverviewDay[] | null }[];
  rows: {
    brand: Ref;
    platform: Platform;
    accounts: number;
    currency: string;
    today: {
      spend: Money;
      budget: Money | null;
      share_of_budget: number | null;
      share_of_day: number;
    };
    range: Totals;
    compare: Totals | null;
    late_accounts: number;
  }[];
  waiting: {
    count: number;
    per_day_change: Money[];
    oldest: string | null;
    lapses_next: string | null;
  };
  acted: {
    today: number;
    last_7_days: number;
    by_rule: { rule: Ref; count: number }[];
    latest: ActionSummary[];
  };
  unhealthy: {
    kind: "account" | "rule" | "actor" | "data" | "stopped";
    id: string | null;
    name: string;
    what: string;
    what_to_do: string;
    since: string | null;
    href: string;
  }[];
}

export interface CampaignDetail extends Campaign {
  labels: string[];
  start_date: string | null;
  end_date: string | null;
  bid_strategy: string | null;
  first_seen_at: string;
  last_change_at: string | null;
  last_change_by: string | null;
  shared_with: Ref[];
}
export interface MetricsCell {
  day: string;
  known: boolean;
  spend: number;
  impressions: number;
  clicks: number;
  conversions: number;
  revenue: number;
  budget: number | null;
}
export interface Mark {
  at: string;
  day: string;
  kind: "rule" | "person" | "outside" | "undo";
  property: "status" | "budget";
  before: string | null;
  after: string;
  by: string;
  action_id: string | null;
}
export interface CampaignMetrics {
  from: string;
  to: string;
  currency: string;
  time_zone: string;
  data_until: string | null;
  settled_until: string;
  days: MetricsCell[];
  compare: { from: string; to: string; days: MetricsCell[] } | null;
  marks: Mark[];
  totals: Totals;
  compare_totals: Totals | null;
}
export interface HistoryEntry {
  at: string;
  kind: "change" | "action" | "decision";
  text: string;
  by: { kind: "rule" | "user" | "outside" | "system"; name: string };
  state: string | null;
  before: string | null;
  after: string | null;
  action_id: string | null;
  decision_id: string | null;
}
export interface DryRun {
  before: ShownValue;
  after: ShownValue;
  per_day_change: Money | null;
  needs_approval: boolean;
  blocked: { by: string; reason: string }[];
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
    checks_needed: number;
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
  id: string;
  at: string;
  rule: Ref;
  campaign: Ref;
  account: AccountRef;
  outcome: "fired" | "pending" | "not_fired" | "unknown" | "blocked" | "held_out";
  reason: string;
  action_ids: string[];
}
export interface DecideResult {
  id: string;
  ok: boolean;
  state: ActionSummary["state"];
  version: number;
  problem: { type: string; title: string; detail: string } | null;
}
export interface WaitingTotals {
  count: number;
  per_day_change: Money[];
  pauses: number;
  resumes: number;
  budgets: number;
}
export interface Brand extends Ref {
  is_default: boolean;
  accounts: number;
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
interface Write<Answer, Body> {
  parameters: { query?: never; path?: never; header?: never; cookie?: never };
  requestBody: { content: { "application/json": Body } };
  responses: { 200: Answered<Answer> };
}
interface WriteOf<Answer, Body> {
  parameters: { query?: never; path: { id: string }; header?: never; cookie?: never };
  requestBody: { content: { "application/json": Body } };
  responses: { 200: Answered<Answer> };
}
interface AlsoAsked<Query> {
  get: { parameters: { query?: Query } };
}

export interface PendingPaths {
  "/overview": Record<"get", Read<Overview, { from?: string; to?: string; compare?: "none" | "previous" }>>;
  "/campaigns": AlsoAsked<{ brand?: string; status?: string; platform?: string; sort?: string }>;
  "/campaigns/{id}": Record<"get", ReadOf<CampaignDetail>>;
  "/campaigns/{id}/metrics": Record<
    "get",
    ReadOf<CampaignMetrics, { from?: string; to?: string; compare?: "none" | "previous" }>
  >;
  "/campaigns/{id}/history": Record<"get", ReadOf<Page<HistoryEntry>, { cursor?: string; limit?: number }>>;
  "/campaigns/{id}/rules": Record<"get", ReadOf<RuleVerdicts>>;
  "/campaigns/{id}/holds": Record<"get", ReadOf<{ data: Hold[] }>>;
  "/campaigns/{id}/actions": Record<
    "post",
    WriteOf<
      ActionDetail | DryRun,
      { kind: ActionSummary["kind"]; budget?: Money; reason: string; dry_run?: boolean }
    >
  >;
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
  "/brands": Record<"get", Read<{ data: Brand[] }>>;
  "/actions": AlsoAsked<{ account?: string; brand?: string; kind?: string; q?: string; sort?: string }>;
  "/actions/decide": Record<
    "post",
    Write<
      { results: DecideResult[] },
      { verdict: "approve" | "reject"; reason?: string; items: { id: string; version: number }[] }
    >
  >;
  "/actions/waiting/totals": Record<
    "get",
    Read<WaitingTotals, { rule?: string; campaign?: string; ids?: string }>
  >;
}
