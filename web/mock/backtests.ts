// Backtests of the simulated desk: what a text would have done over made-up days, from the few words of it that are read.
import { HttpResponse, http } from "msw";
import type {
  Backtest,
  BacktestAccount,
  BacktestComparison,
  BacktestDifference,
  BacktestFiring,
  BacktestMoved,
  BacktestUnknown,
} from "~/features/rules/api/types";
import { aboutOf, acted } from "~/features/rules/model/backtest";
import type { Account, Campaign } from "~/shared/api/types";
import { addDays, dayIn } from "~/shared/lib/day-range";
import { API, guardsOf, problem } from "./answers";
import { accounts, brief, campaigns, hours, iso, minutes, money, START } from "./catalogue";
import type { Desk } from "./desk";
import { findings, written } from "./rule-text";
import type { Rules } from "./rules";

const DAY = hours(24);
const UNTIL = START + minutes(3);
const CANDIDATE = "0195a3c0-0000-7000-8000-00000000cafe";

interface Asked {
  text: string;
  overrides?: Record<string, string>;
  rule_id?: string | null;
  account_id?: string | null;
  days?: number | null;
  with_enabled?: boolean;
}

const nameOf = (text: string) => /^rule "((?:[^"\\]|\\.)*)"/m.exec(text)?.[1] ?? "";
const shown = (amount: number, currency: string) => ({
  display: new Intl.NumberFormat("en-US", { style: "currency", currency }).format(amount),
  micros: Math.round(amount * 1_000_000),
});
const state = (display: string) => ({ display, micros: null });

/** Whether an account is one that the text is about; a sentence where it is and cannot run there. */
/** What the unknown checks lacked. */
function lacked(unknown: number, silent: boolean): BacktestUnknown[] {
  if (silent) return unknown > 0 ? [{ reason: "no_sync", checks: unknown }] : [];
  const windows = Math.floor(unknown / 4);
  const found: BacktestUnknown[] = [
    { reason: "stale", checks: unknown - windows },
    { reason: "incomplete_window", checks: windows },
  ];
  return found.filter(({ checks }) => checks > 0);
}

function boundTo(text: string, account: Account): boolean | string {
  const wanted = /for campaigns on ([\w, ]+)/.exec(text)?.[1]?.split(/,\s*/) ?? [];
  if (wanted.length > 0 && !wanted.some((platform) => platform.trim() === account.platform)) return false;
  const priced = !/\$\d/.test(text) || account.currency === "USD" || /\d EUR/.test(text);
  return priced || `it names no amount in ${account.currency}`;
}

/** What the text does to one campaign, days back from now, latest last. */
function firingsOn(
  text: string,
  rule: { id: string; name: string },
  campaign: Campaign,
  days: number,
): BacktestFiring[] {
  const { account, last_7_days: week, budget } = campaign;
  const { currency } = account;
  const spend = (week?.spend.micros ?? 0) / 1_000_000;
  const at = (back: number) => iso(UNTIL - back * DAY);
  const base = {
    rule_id: rule.id,
    rule: rule.name,
    campaign: { id: campaign.id, name: campaign.name },
    object: null,
    branch: 0,
  };
  const limit = Number(/max_cpa: money = \$([\d.]+)/.exec(text)?.[1] ?? "45");
  if (/^\s*then pause/m.test(text)) {
    const cost = week?.cpa ? week.cpa.micros / 1_000_000 : Number.POSITIVE_INFINITY;
    if (cost <= limit || spend <= 100) return [];
    const said = Number.isFinite(cost) ? shown(cost, currency).display : "infinite";
    const change = {
      property: "status" as const,
      target: campaign.name,
      item: null,
      shared_by: 1,
      from: state("active"),
      to: state("paused"),
      per_day_change: money(-spend / 7, currency),
    };
    const reason = `cost ${said} is above ${shown(limit, currency).display} and spend ${shown(spend, currency).display} is above ${shown(100, currency).display}`;
    // It reaches its daily limit once, and pauses the next day.
    const full = "the rule's limit of 5 per day is reached";
    return [
      ...(campaign.id === campaigns.tents.id
        ? [
            {
              ...base,
              at: at(days * 0.8),
              outcome: "blocked" as const,
              reason,
              stopped_by: [{ by: "limit", reason: full }],
              changes: [{ ...change, stopped: `limit: ${full}` }],
              tells: [],
              gives_back: false,
            },
          ]
        : []),
      {
        ...base,
        at: at(days * 0.8 - 1),
        outcome: "fired" as const,
        reason,
        stopped_by: [],
        changes: [{ ...change, stopped: null }],
        tells: [],
        gives_back: false,
      },
    ];
  }
  const step = /then (increase|decrease) budget by (\d+)%/.exec(text);
  const roas = week?.roas ?? 0;
  if (!step || !budget) return [];
  const raises = step[1] === "increase";
  if (raises ? roas < 3.5 : roas < 1.2 || roas > 2.5) return [];
  const factor = 1 + (raises ? 1 : -1) * (Number(step[2]) / 100);
  let now = budget.micros / 1_000_000;
  const found: BacktestFiring[] = [];
  for (let back = days - 1; back > 1; back -= 6) {
    const next = Math.round(now * factor * 100) / 100;
    const guard = raises && next > 600;
    found.push({
      ...base,
      at: at(back),
      outcome: guard ? "blocked" : "fired",
      reason: `roas ${roas.toFixed(2)} is ${raises ? "at least 3.5" : "below 2.5"}`,
      stopped_by: guard
        ? [{ by: 'guard "No runaway budgets"', reason: "never raise budget above $1,000, 900 EUR" }]
        : [],
      changes: [
        {
          property: "budget",
          target: campaign.name,
          item: null,
          shared_by: 1,
          from: shown(now, currency),
          to: shown(next, currency),
          per_day_change: money(next - now, currency),
          stopped: guard ? 'guard "No runaway budgets": never raise budget above $1,000, 900 EUR' : null,
        },
      ],
      tells: [],
      gives_back: false,
    });
    if (!guard) now = next;
  }
  return found;
}

/** The budgets that firings moved, step by step; in truth nobody touched them. */
function movedBy(firings: readonly BacktestFiring[], currency: string, since: number): BacktestMoved[] {
  const ways = new Map<string, BacktestMoved>();
  for (const { at, changes } of firings.filter(acted)) {
    for (const { property, target, from, to } of changes) {
      if (property !== "budget") continue;
      const begin = { at: iso(since), value: money((from.micros ?? 0) / 1_000_000, currency) };
      const way = ways.get(target) ?? { property, target, recorded: [begin], simulated: [begin] };
      way.simulated.push({ at, value: money((to.micros ?? 0) / 1_000_000, currency) });
      ways.set(target, way);
    }
  }
  return [...ways.values()];
}

/** A day as it was, and with what had been paused and moved by its end. */
function dayOf(
  own: readonly Campaign[],
  firings: readonly BacktestFiring[],
  account: Account,
  date: string,
  at: number,
): BacktestAccount["days"][number] {
  const sum = (of: readonly Campaign[], pick: (campaign: Campaign) => number) =>
    of.reduce((total, campaign) => total + pick(campaign) / 1_000_000, 0);
  const wave = 1 + 0.18 * Math.sin(at * 1.7);
  const spend = (campaign: Campaign) => ((campaign.last_7_days?.spend.micros ?? 0) / 7) * wave;
  const budget = (campaign: Campaign) => campaign.budget?.micros ?? 0;
  const changes = firings
    .filter((firing) => acted(firing) && dayIn(Date.parse(firing.at), account.time_zone) <= date)
    .flatMap(({ campaign, changes }) =>
      changes.map((change) => ({ campaign: campaign?.id ?? "", ...change })),
    );
  const paused = changes.flatMap(({ property, campaign }) => (property === "status" ? [campaign] : []));
  const left = own.filter(({ id }) => !paused.includes(id));
  const moved = changes.reduce(
    (total, { from, to }) => total + ((to.micros ?? 0) - (from.micros ?? 0)) / 1_000_000,
    0,
  );
  const { currency } = account;
  return {
    date,
    spend: money(sum(own, spend), currency),
    simulated_spend: money(sum(left, spend), currency),
    budget: money(sum(own, budget), currency),
    simulated_budget: money(sum(left, budget) + moved, currency),
  };
}

function accountRun(store: Rules, asked: Asked, account: Account, days: number): BacktestAccount | undefined {
  const text = written(asked.text, { params: asked.overrides ?? {} });
  const candidate = { id: asked.rule_id ?? CANDIDATE, name: nameOf(text), text };
  const others = asked.with_enabled
    ? store
        .all()
        .map(({ rule }) => rule)
        .filter(
          ({ state: its, id, name }) => its === "enabled" && id !== candidate.id && name !== candidate.name,
        )
    : [];
  const rules = [candidate, ...others].map((rule) => ({ ...rule, fits: boundTo(rule.text, account) }));
  const running = rules.filter(({ fits }) => fits === true);
  const unbound = rules.flatMap(({ name, fits }) =>
    typeof fits === "string" ? [{ rule: name, why: fits }] : [],
  );
  if (running.length === 0 && unbound.length === 0) return undefined;
  const own = Object.values(campaigns).filter((campaign) => campaign.account.id === account.id);
  // Nothing arrives from an account whose sign-in was revoked before the span began.
  const silent = account.state === "reconnect";
  const firings = silent
    ? []
    : running.flatMap((rule) => own.flatMap((campaign) => firingsOn(rule.text, rule, campaign, days)));
  // Two rules on one campaign and day: the later one in the list is held back.
  const taken = new Map<string, string>();
  const met = firings.map((firing): BacktestFiring => {
    const key = `${aboutOf(firing)} ${firing.at.slice(0, 10)} ${firing.changes[0]?.property}`;
    const holder = taken.get(key);
    if (holder === undefined || holder === firing.rule) {
      if (acted(firing)) taken.set(key, firing.rule);
      return firing;
    }
    return {
      ...firing,
      outcome: "blocked",
      stopped_by: [{ by: holder, reason: `lost to "${holder}"` }],
      changes: firing.changes.map((change) => ({ ...change, stopped: `${holder}: lost to "${holder}"` })),
    };
  });
  met.sort((a, b) => a.at.localeCompare(b.at));
  const today = dayIn(UNTIL, account.time_zone);
  const moved = movedBy(met, account.currency, UNTIL - days * DAY);
  return {
    account: brief(account),
    reached: iso(UNTIL),
    known_since: silent ? null : iso(UNTIL - 120 * DAY),
    differs_from: met.find(acted)?.at ?? null,
    not_bound: unbound,
    rules: running.map((rule) => {
      const fired = met.filter((firing) => firing.rule_id === rule.id && acted(firing)).length;
      const blocked = met.filter((firing) => firing.rule_id === rule.id).length - fired;
      const ticks = days * 24;
      const unknown = silent ? ticks * own.length : Math.round(ticks * own.length * 0.04);
      return {
        id: rule.id,
        name: rule.name,
        is_candidate: rule.id === candidate.id,
        level: "campaign",
        known_since: silent ? null : iso(UNTIL - 120 * DAY),
        ticks,
        fired,
        blocked,
        waiting: 0,
        unknown,
        unknown_because: lacked(unknown, silent),
        not_fired: ticks * own.length - unknown - fired - blocked,
        outside: /where/.test(rule.text) ? ticks : 0,
      };
    }),
    firings: met,
    firings_total: met.length,
    moved,
    moved_total: moved.length,
    days: silent
      ? []
      : Array.from({ length: days }, (_, at) => dayOf(own, met, account, addDays(today, at - days + 1), at)),
  };
}

export function backtest(store: Rules, asked: Asked): Backtest {
  const days = asked.days ?? 90;
  return {
    from: iso(UNTIL - days * DAY),
    until: iso(UNTIL),
    accounts: Object.values(accounts)
      .filter(({ id }) => asked.account_id == null || asked.account_id === id)
      .flatMap((account) => accountRun(store, asked, account, days) ?? []),
  };
}

function compare(before: Backtest, after: Backtest): BacktestComparison {
  const byCampaign = (run: Backtest) =>
    new Map(
      run.accounts.flatMap(({ account, firings }) => {
        const found = new Map<string, BacktestFiring[]>();
        for (const firing of firings.filter(acted)) {
          found.set(aboutOf(firing), [...(found.get(aboutOf(firing)) ?? []), firing]);
        }
        return [...found].map(([id, list]) => [id, { account, list }] as const);
      }),
    );
  const [old, next] = [byCampaign(before), byCampaign(after)];
  const answer: BacktestComparison = {
    from: after.from,
    until: after.until,
    gained: [],
    lost: [],
    changed: [],
    same: 0,
  };
  for (const id of new Set([...old.keys(), ...next.keys()])) {
    const [was, is] = [old.get(id), next.get(id)];
    const example = (is ?? was)?.list[0];
    const account = (is ?? was)?.account;
    if (!example || !account) continue;
    const days = (run: typeof was) =>
      run?.list.map(({ at }) => dayIn(Date.parse(at), account.time_zone)) ?? [];
    const values = (run: typeof was) =>
      JSON.stringify(run?.list.map(({ at, changes }) => [at.slice(0, 10), changes.map(({ to }) => to)]));
    const difference: BacktestDifference = {
      account_id: account.id,
      campaign: example.campaign,
      object: example.object,
      old_days: days(was),
      new_days: days(is),
      reason: example.reason,
    };
    if (!was) answer.gained.push(difference);
    else if (!is) answer.lost.push(difference);
    else if (values(was) !== values(is)) answer.changed.push(difference);
    else answer.same += 1;
  }
  return answer;
}

export function backtestHandlers(desk: Desk) {
  const { permitted } = guardsOf(desk);
  const refused = (text: string) => {
    const diagnostics = findings(text).filter(({ severity }) => severity === "error");
    return diagnostics.length === 0
      ? undefined
      : problem(422, "Invalid text", "the text has errors", { errors: [], diagnostics });
  };
  return [
    http.post(
      `${API}/backtests`,
      permitted("rules.read", async ({ request }) => {
        const asked = (await request.json()) as Asked;
        return refused(asked.text) ?? HttpResponse.json(backtest(desk.rules, asked));
      }),
    ),
    http.post(
      `${API}/backtests/compare`,
      permitted("rules.read", async ({ request }) => {
        const { before, after, ...rest } = (await request.json()) as {
          before: string;
          after: string;
          overrides?: Record<string, string>;
          days?: number;
        };
        const run = (text: string) => backtest(desk.rules, { ...rest, text });
        return refused(before) ?? refused(after) ?? HttpResponse.json(compare(run(before), run(after)));
      }),
    ),
  ];
}
