// The wire of rules, until the generated types have it.
import type { Client } from "openapi-fetch";
import { api } from "~/shared/api/client";
import type { ActionAccount, Explanation, Money, Platform, Rule, ShownValue } from "~/shared/api/types";

export interface Ref {
  id: string;
  name: string;
}
export type AccountRef = ActionAccount;

export interface Param {
  name: string;
  type: string;
  help: string | null;
  default: string;
  min: string | null;
  max: string | null;
  value: string;
}

export interface Hold {
  action_id: string;
  rule: { id: string; name: string; version: number } | null;
  account: AccountRef;
  campaign: Ref | null;
  property: "status" | "budget";
  before: ShownValue;
  after: ShownValue;
  since: string;
  can_release: boolean;
  why_not: string | null;
}

export interface BoundAccount {
  account: AccountRef;
  not_bound: string | null;
  next_at: string | null;
  last_at: string | null;
}

export interface RuleDetail extends Rule {
  params: Param[];
  overrides: Record<string, string>;
  in_plain_words: string;
  versions: number;
  library: Ref | null;
  accounts: BoundAccount[];
  holds: Hold[];
  can: { edit: boolean; enable: boolean; disable: boolean; archive: boolean };
}

export interface Restored {
  campaign: Ref | null;
  property: "status" | "budget";
  before: ShownValue;
  after: ShownValue;
  action_id: string | null;
  state: string | null;
  refused: string | null;
}

export type RuleDisabled = RuleDetail & { withdrawn: number; restored: Restored[] };

export interface RuleVersion {
  version: number;
  text: string;
  overrides: Record<string, string>;
  created_at: string;
  created_by: string | null;
  note: string | null;
  enabled: boolean;
}

export interface Span {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

export interface Diagnostic {
  code: string;
  severity: "error" | "warning" | "hint";
  message: string;
  help: string | null;
  span: Span;
  underlined: string;
  labels: { span: Span; message: string }[];
  fixes: { title: string; safe: boolean; edits: { span: Span; text: string }[] }[];
  docs: string;
}

export interface CheckedRule {
  name: string;
  doc: string | null;
  params: Param[];
  in_plain_words: string;
  schedule: string;
  scope: string;
}

export interface Checked {
  rules: CheckedRule[];
  guards: { name: string; doc: string | null; in_plain_words: string }[];
  diagnostics: Diagnostic[];
}

export interface PreviewEffect {
  kind: string;
  property: string | null;
  before: ShownValue | null;
  after: ShownValue | null;
  per_day_change: Money | null;
  blocked: string | null;
}

export interface PreviewRow {
  campaign: Ref;
  account: AccountRef;
  outcome: "acts" | "waits" | "not_fired" | "unknown" | "blocked";
  branch: number | null;
  effects: PreviewEffect[];
  reason: string;
  values: { text: string; value: string }[];
  distance: string | null;
  explanation: Explanation;
}

export interface Preview {
  at: string;
  rule: string;
  checks: number;
  acting: number;
  unknown: number;
  outside: number;
  blocked: number;
  accounts: { account: AccountRef; data_until: string | null; not_bound: string | null }[];
  rows: PreviewRow[];
  shown: number;
  in_plain_words: string;
  per_day_change: Money[];
}

export interface LibraryEntry {
  id: string;
  kind: "rule" | "guard";
  folder: string;
  name: string;
  doc: string;
  text: string;
  params: Param[];
  platforms: Platform[];
  in_plain_words: string;
  not_for: string | null;
  installed: number;
}

export interface DiagnosticPage {
  code: string;
  severity: string;
  title: string;
  text: string;
}

export interface Guard {
  id: string;
  name: string;
  doc: string | null;
  text: string;
  in_plain_words: string;
  version: number;
  state: string;
  updated_at: string;
  updated_by: string | null;
}

type Ok<T> = { responses: { 200: { content: { "application/json": T } } } };
type None = { responses: { 204: { content?: never } } };
type WithBody<B> = { requestBody: { content: { "application/json": B } } };
type Id = { parameters: { path: { id: string } } };
type Match = { parameters: { path: { id: string }; header: { "If-Match": string } } };
type Written = { text: string; overrides?: Record<string, string>; note?: string };

interface RulePaths {
  "/rules": {
    get: {
      parameters: { query?: { cursor?: string; limit?: number; state?: string; q?: string; sort?: string } };
    } & Ok<{ data: Rule[]; next_cursor: string | null }>;
    post: { parameters: object } & WithBody<Written & { library_id?: string }> & Ok<RuleDetail>;
  };
  "/rules/{id}": {
    get: Id & Ok<RuleDetail>;
    put: Match & WithBody<Written> & Ok<RuleDetail>;
    delete: Match & None;
  };
  "/rules/{id}/versions": { get: Id & Ok<{ data: RuleVersion[]; next_cursor: string | null }> };
  "/rules/{id}/enable": { post: Match & WithBody<object> & Ok<RuleDetail> };
  "/rules/{id}/disable": { post: Match & WithBody<{ holds: "keep" | "restore" }> & Ok<RuleDisabled> };
  "/rules/{id}/holds": { get: Id & Ok<{ data: Hold[] }> };
  "/rules/check": { post: { parameters: object } & WithBody<{ text: string }> & Ok<Checked> };
  "/rules/preview": {
    post: { parameters: object } & WithBody<{
      text: string;
      overrides?: Record<string, string>;
      rule_id?: string;
    }> &
      Ok<Preview>;
  };
  "/library": { get: { parameters: object } & Ok<{ data: LibraryEntry[] }> };
  "/library/{id}/text": {
    post: Id &
      WithBody<{ name?: string; params: Record<string, string> }> &
      Ok<{ text: string; diagnostics: Diagnostic[] }>;
  };
  "/diagnostics/{code}": { get: { parameters: { path: { code: string } } } & Ok<DiagnosticPage> };
  "/guards": {
    get: { parameters: object } & Ok<{ data: Guard[] }>;
    post: { parameters: object } & WithBody<{ text: string }> & Ok<Guard>;
  };
  "/guards/{id}": {
    get: Id & Ok<Guard>;
    put: Match & WithBody<{ text: string }> & Ok<Guard>;
    delete: Match & None;
  };
}

export const rulesApi = api as unknown as Client<RulePaths>;
