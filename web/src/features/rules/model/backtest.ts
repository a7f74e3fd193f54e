// What a backtest says, put into the figures, marks and sentences that a page shows. Pure: the server counted, this arranges.

import type { Money } from "~/shared/api/types";
import { dayIn } from "~/shared/lib/day-range";
import { totals } from "~/shared/lib/money";
import type { Backtest, BacktestAccount, BacktestFiring, BacktestRule, BacktestUnknown } from "../api/types";

/** Whether something would have come of it: a change that was let in, or a message. */
export const acted = ({ outcome, changes }: BacktestFiring): boolean =>
  outcome === "fired" && (changes.length === 0 || changes.some(({ stopped }) => stopped === null));

/** The object that a firing or a difference of one account is about: its campaign, what stands below it, or nothing of it: the account. */
export const aboutOf = ({ object, campaign }: Pick<BacktestFiring, "object" | "campaign">): string =>
  object?.id ?? campaign?.id ?? "";

export const ofCandidate = (account: BacktestAccount): BacktestRule | undefined =>
  account.rules.find(({ is_candidate }) => is_candidate);

/** What the text on trial did in an account, in the order of time. */
export function candidateFirings(account: BacktestAccount): BacktestFiring[] {
  const candidate = ofCandidate(account);
  return account.firings.filter(({ rule_id }) => rule_id === candidate?.id);
}

export interface Tally {
  /** Checks of objects within the text's scope. */
  checks: number;
  fired: number;
  firedObjects: number;
  stopped: number;
  stoppedObjects: number;
  waiting: number;
  notFired: number;
  unknown: number;
  /** What the unknown checks lacked, most often first. */
  unknownBecause: BacktestUnknown[];
  outside: number;
  ticks: number;
  /** What the changes together do to a day's budgets, by currency. */
  perDay: Money[];
}

export function tallyOf(accounts: readonly BacktestAccount[]): Tally {
  const candidates = accounts.flatMap((account) => ofCandidate(account) ?? []);
  const sum = (pick: (rule: BacktestRule) => number) =>
    candidates.reduce((total, rule) => total + pick(rule), 0);
  const firings = accounts.flatMap((account) =>
    candidateFirings(account).map((firing) => ({
      firing,
      object: `${account.account.id} ${aboutOf(firing)}`,
    })),
  );
  // What comes back follows from what was done: it counts in the money, not among the times the text acted.
  const own = firings.filter(({ firing }) => !firing.gives_back);
  const came = own.filter(({ firing }) => acted(firing));
  const stopped = own.filter(({ firing }) => !acted(firing));
  const objects = (of: typeof firings) => new Set(of.map(({ object }) => object)).size;
  return {
    checks: sum((rule) => rule.fired + rule.waiting + rule.not_fired + rule.unknown + rule.blocked),
    fired: came.length,
    firedObjects: objects(came),
    stopped: stopped.length,
    stoppedObjects: objects(stopped),
    waiting: sum(({ waiting }) => waiting),
    notFired: sum(({ not_fired }) => not_fired),
    unknown: sum(({ unknown }) => unknown),
    unknownBecause: reasonsOf(candidates),
    outside: sum(({ outside }) => outside),
    ticks: sum(({ ticks }) => ticks),
    perDay: totals(
      firings
        .filter(({ firing }) => acted(firing))
        .flatMap(({ firing }) =>
          firing.changes
            .filter(({ stopped }) => stopped === null)
            .map(({ per_day_change }) => per_day_change),
        ),
    ),
  };
}

/** What was missing over all accounts, most often first. */
function reasonsOf(rules: readonly BacktestRule[]): BacktestUnknown[] {
  const found = new Map<BacktestUnknown["reason"], number>();
  for (const { reason, checks } of rules.flatMap((rule) => rule.unknown_because)) {
    found.set(reason, (found.get(reason) ?? 0) + checks);
  }
  return [...found].map(([reason, checks]) => ({ reason, checks })).sort((a, b) => b.checks - a.checks);
}

/** Whether the list of some account ends before its firings do. */
export const isCut = (account: BacktestAccount): boolean => account.firings.length < account.firings_total;

export const endedEarly = (backtest: Backtest, account: BacktestAccount): boolean =>
  Date.parse(account.reached) < Date.parse(backtest.until);

/** The day of an account's calendar on which a firing lies. */
export const dayOf = (account: BacktestAccount, at: string): string =>
  dayIn(Date.parse(at), account.account.time_zone);

/** The account that has most to tell comes first when nobody chose one. */
export function mostTelling(accounts: readonly BacktestAccount[]): BacktestAccount | undefined {
  return [...accounts].sort((a, b) => candidateFirings(b).length - candidateFirings(a).length)[0];
}

/** Who kept the text on trial from acting, and how often, most often first. */
export function stoppers(accounts: readonly BacktestAccount[]): { by: string; times: number }[] {
  const found = new Map<string, number>();
  for (const firing of accounts.flatMap(candidateFirings)) {
    if (acted(firing)) continue;
    for (const by of new Set(firing.stopped_by.map((stop) => stop.by))) {
      found.set(by, (found.get(by) ?? 0) + 1);
    }
  }
  return [...found].map(([by, times]) => ({ by, times })).sort((a, b) => b.times - a.times);
}

export interface Meeting {
  /** The rule that was held back. */
  rule: string;
  /** The rule that came before it. */
  by: string;
  times: number;
  objects: number;
}

/** Where one rule stood in another's way, most often first. */
export function meetings(accounts: readonly BacktestAccount[]): Meeting[] {
  const found = new Map<string, Meeting & { seen: Set<string> }>();
  for (const account of accounts) {
    const names = new Set(account.rules.map(({ name }) => name));
    for (const firing of account.firings) {
      const { rule, stopped_by } = firing;
      for (const by of new Set(stopped_by.map((stop) => stop.by))) {
        if (by === rule || !names.has(by)) continue;
        const key = `${rule}\n${by}`;
        const meeting = found.get(key) ?? { rule, by, times: 0, objects: 0, seen: new Set() };
        meeting.seen.add(`${account.account.id} ${aboutOf(firing)}`);
        found.set(key, { ...meeting, times: meeting.times + 1, objects: meeting.seen.size });
      }
    }
  }
  return [...found.values()]
    .map(({ seen: _, ...meeting }) => meeting)
    .sort((a, b) => b.times - a.times || a.rule.localeCompare(b.rule));
}

/** What rules look at, for the words; `object` where they look at several levels. */
export function levelOf(rules: readonly BacktestRule[]): BacktestRule["level"] | "object" {
  const [first, ...others] = new Set(rules.map(({ level }) => level));
  return first === undefined || others.length > 0 ? "object" : first;
}

/** Why a text did nothing, by what most of its checks came to. */
export type Nothing =
  | "no_account"
  | "no_data"
  | "never_due"
  | "outside"
  | "unknown"
  | "waiting"
  | "not_fired";

export function whyNothing(accounts: readonly BacktestAccount[], tally: Tally): Nothing {
  const bound = accounts.filter((account) => ofCandidate(account) !== undefined);
  if (bound.length === 0) return "no_account";
  if (bound.every(({ known_since }) => known_since === null)) return "no_data";
  if (tally.ticks === 0 || tally.checks + tally.outside === 0) return "never_due";
  if (tally.checks === 0) return "outside";
  // What is waiting was true: however few they are, they are nearest to acting.
  if (tally.waiting > 0) return "waiting";
  const most = Math.max(tally.outside, tally.unknown, tally.notFired);
  if (tally.unknown === most) return "unknown";
  return tally.notFired > 0 || tally.outside < most ? "not_fired" : "outside";
}

/** Days that follow one another, as spans: `19 to 22`, `26`. */
export function spansOf(days: readonly string[]): { from: string; to: string }[] {
  const spans: { from: string; to: string }[] = [];
  for (const day of [...new Set(days)].sort()) {
    const last = spans.at(-1);
    if (last && Date.parse(day) - Date.parse(last.to) === 86_400_000) last.to = day;
    else spans.push({ from: day, to: day });
  }
  return spans;
}
