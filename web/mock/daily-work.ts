// The rooms of the day over a simulated desk: overview, campaigns, the inbox's lists and bulk decisions, decisions.
import { HttpResponse, http } from "msw";
import type {
  ActionDetail,
  Campaign,
  CampaignActionPreview,
  CampaignDetail,
  CampaignHistoryEntry,
  CampaignMetrics,
  CampaignRule,
  DayCell,
  DecideResult,
  DecisionSummary,
  Hold,
  Money,
  Overview,
  Totals,
} from "~/shared/api/types";
import { addDays, dayIn } from "~/shared/lib/day-range";
import { accounts, halden, hours, iso, money, northwind, rules } from "./catalogue";
import type { Desk } from "./desk";
import { scale, stopLoss, undecided } from "./explanations";

const API = "*/api/v1";

function problem(status: number, title: string, detail: string) {
  return HttpResponse.json(
    { type: `https://adjutant.dev/problems/${status}`, title, status, detail, request_id: "req_01kcpr" },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}

function page<T>(rows: readonly T[], url: URL) {
  const limit = Number(url.searchParams.get("limit") ?? 100);
  const from = Number(url.searchParams.get("cursor") ?? 0);
  const next = from + limit < rows.length ? String(from + limit) : null;
  return HttpResponse.json({ data: rows.slice(from, from + limit), next_cursor: next });
}

/** A number between 0 and 1 that is always the same for the same words. */
function chance(words: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < words.length; at += 1) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 16_777_619);
  }
  return ((hash >>> 0) % 10_000) / 10_000;
}

const show = ({ micros, currency }: Money) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency }).format(micros / 1_000_000);

function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The span of the same length that ends the day before. */
function before(from: string, to: string) {
  const length = daysOf(from, to).length;
  return { from: addDays(from, -length), to: addDays(from, -1) };
}

function cell(campaign: Campaign, day: string, today: string): DayCell {
  const week = campaign.last_7_days;
  const average = (week?.spend.micros ?? 0) / 7;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const swing =
    0.72 + 0.5 * chance(`${campaign.id} ${day}`) + (weekday === 0 || weekday === 6 ? -0.14 : 0.05);
  const part = day === today ? 0.46 : 1;
  const spend = Math.round(average * swing * part);
  const returned = (week?.roas ?? 0) * (0.8 + 0.4 * chance(`${day} ${campaign.id}`));
  return {
    day,
    // A day on which the platform gave no report.
    known: chance(`known ${campaign.id} ${day}`) > 0.02,
    spend,
    impressions: Math.round(spend / 9_000),
    clicks: Math.round(spend / 420_000),
    conversions: Math.round(((week?.conversions ?? 0) / 7) * swing * part * 10) / 10,
    revenue: Math.round(spend * returned),
    budget: campaign.budget?.micros ?? null,
  };
}

function totalsOf(cells: readonly DayCell[], currency: string): Totals {
  const sum = (pick: (cell: DayCell) => number) => cells.reduce((total, each) => total + pick(each), 0);
  const spend = sum((each) => each.spend);
  const revenue = sum((each) => each.revenue);
  const clicks = sum((each) => each.clicks);
  const impressions = sum((each) => each.impressions);
  const conversions = Math.round(sum((each) => each.conversions) * 10) / 10;
  const amount = (micros: number): Money => ({ micros: Math.round(micros), currency });
  return {
    spend: amount(spend),
    revenue: amount(revenue),
    impressions,
    clicks,
    conversions,
    ctr: impressions > 0 ? clicks / impressions : null,
    cpc: clicks > 0 ? amount(spend / clicks) : null,
    cpa: conversions > 0 ? amount(spend / conversions) : null,
    roas: spend > 0 ? revenue / spend : null,
    cvr: clicks > 0 ? conversions / clicks : null,
  };
}

function overviewOf(desk: Desk, from: string, to: string, compare: boolean): Overview {
  const now = desk.now();
  const today = dayIn(now, "America/New_York");
  const earlier = before(from, to);
  const cellsOf = (some: readonly Campaign[], span: { from: string; to: string }) =>
    some.flatMap((campaign) => daysOf(span.from, span.to).map((day) => cell(campaign, day, today)));
  const currencies = [...new Set(desk.campaigns.map(({ account }) => account.currency))];
  const inCurrency = (currency: string) =>
    desk.campaigns.filter(({ account }) => account.currency === currency);
  const perDay = (some: readonly Campaign[], span: { from: string; to: string }) =>
    daysOf(span.from, span.to).map((day) => {
      const cells = some.map((campaign) => cell(campaign, day, today));
      return {
        day,
        spend: cells.reduce((sum, each) => sum + each.spend, 0),
        revenue: cells.reduce((sum, each) => sum + each.revenue, 0),
        known: true,
      };
    });
  const groups = new Map<string, { brand: { id: string; name: string }; campaigns: Campaign[] }>();
  for (const campaign of desk.campaigns) {
    const owner = Object.values(accounts).find(({ id }) => id === campaign.account.id);
    const brand = owner?.brand.id === halden.id ? halden : northwind;
    const key = `${brand.id} ${campaign.account.platform} ${campaign.account.currency}`;
    const group = groups.get(key) ?? { brand, campaigns: [] };
    group.campaigns.push(campaign);
    groups.set(key, group);
  }
  const actions = [...desk.actions.values()];
  const waiting = actions.filter(({ state }) => state === "awaiting_approval");
  const applied = actions
    .filter(({ state }) => state === "applied")
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  const sums = new Map<string, number>();
  for (const { per_day_change: change } of waiting) {
    if (change) sums.set(change.currency, (sums.get(change.currency) ?? 0) + change.micros);
  }
  const lapses = waiting.flatMap(({ expires_at }) => expires_at ?? []).sort();
  return {
    at: iso(now),
    from,
    to,
    data_until: desk.fresh ? null : iso(now - 12 * 60_000),
    totals: currencies.map((currency) => totalsOf(cellsOf(inCurrency(currency), { from, to }), currency)),
    compare_totals: compare
      ? currencies.map((currency) => totalsOf(cellsOf(inCurrency(currency), earlier), currency))
      : null,
    series: currencies.map((currency) => ({
      currency,
      days: perDay(inCurrency(currency), { from, to }),
      compare_days: compare ? perDay(inCurrency(currency), earlier) : null,
    })),
    rows: [...groups.values()].map(({ brand, campaigns }) => {
      const [first] = campaigns;
      const currency = first?.account.currency ?? "USD";
      const spend = campaigns.reduce((sum, { today: so }) => sum + (so?.spend.micros ?? 0), 0);
      const budget = campaigns.reduce((sum, { budget: daily }) => sum + (daily?.micros ?? 0), 0);
      const lift = brand.id === halden.id ? 4.2 : first?.account.platform === "meta" ? 0.9 : 2.3;
      const now = Math.round(spend * lift);
      return {
        brand,
        platform: first?.account.platform ?? "google",
        accounts: new Set(campaigns.map(({ account }) => account.id)).size,
        currency,
        today: {
          spend: { micros: now, currency },
          budget: { micros: budget, currency },
          share_of_budget: budget > 0 ? now / budget : null,
          share_of_day: 0.42,
        },
        range: totalsOf(cellsOf(campaigns, { from, to }), currency),
        compare: compare ? totalsOf(cellsOf(campaigns, earlier), currency) : null,
        late_accounts: brand.id === halden.id ? 1 : 0,
      };
    }),
    waiting: {
      count: waiting.length,
      per_day_change: [...sums].map(([currency, micros]) => ({ micros, currency })),
      oldest: waiting.map(({ created_at }) => created_at).sort()[0] ?? null,
      lapses_next: lapses[0] ?? null,
    },
    acted: {
      today: applied.length,
      last_7_days: applied.length * 6,
      by_rule: Object.values(rules)
        .filter(({ acted_24h }) => acted_24h > 0)
        .map(({ id, name, acted_24h }) => ({ rule: { id, name }, count: acted_24h * 3 })),
      latest: applied.slice(0, 8),
    },
    unhealthy: desk.fresh
      ? []
      : [
          {
            kind: "account",
            id: accounts.coffee.id,
            name: accounts.coffee.name,
            what: "Google refused the saved sign-in",
            what_to_do: "an admin connects the account again",
            since: iso(now - hours(31)),
            href: `/accounts?account=${accounts.coffee.id}`,
          },
          {
            kind: "rule",
            id: rules.weekend.id,
            name: rules.weekend.name,
            what: "it has not been evaluated on fresh data for 41 hours",
            what_to_do: "connect the account it watches, or disable the rule",
            since: iso(now - hours(41)),
            href: `/rules?rule=${rules.weekend.id}`,
          },
        ],
  };
}

function detailOf(desk: Desk, campaign: Campaign): CampaignDetail {
  return {
    ...campaign,
    labels: ["always on", "spring"],
    start_date: "2025-11-02",
    end_date: null,
    bid_strategy: "Target CPA",
    first_seen_at: iso(desk.now() - hours(24 * 90)),
    last_change_at: iso(desk.now() - hours(30)),
    last_change_by: "Mara Lindqvist",
    shared_with: campaign.budget_shared
      ? desk.campaigns
          .filter(({ id, budget_shared }) => budget_shared && id !== campaign.id)
          .map(({ id, name }) => ({ id, name }))
      : [],
  };
}

function metricsOf(
  desk: Desk,
  campaign: Campaign,
  from: string,
  to: string,
  compare: boolean,
): CampaignMetrics {
  const { currency, time_zone } = campaign.account;
  const today = dayIn(desk.now(), time_zone);
  const earlier = before(from, to);
  const days = daysOf(from, to).map((day) => cell(campaign, day, today));
  const earlierDays = daysOf(earlier.from, earlier.to).map((day) => cell(campaign, day, today));
  const marked = days.filter((_, at) => at % 5 === 3);
  return {
    from,
    to,
    currency,
    time_zone,
    data_until: campaign.data_until ?? null,
    settled_until: addDays(today, -3),
    days,
    compare: compare ? { ...earlier, days: earlierDays } : null,
    marks: marked.flatMap(({ day }, at) => [
      {
        at: `${day}T14:10:00Z`,
        day,
        kind: at % 3 === 2 ? ("person" as const) : ("rule" as const),
        property: "budget" as const,
        before: show(money(80 + at * 10, currency)),
        after: show(money(90 + at * 10, currency)),
        by: at % 3 === 2 ? "Mara Lindqvist" : "Scale winners",
        action_id: [...desk.actions.keys()][at] ?? null,
      },
      ...(at === 1
        ? [
            {
              at: `${day}T18:32:00Z`,
              day,
              kind: "outside" as const,
              property: "status" as const,
              before: "Paused",
              after: "Active",
              by: "Google Ads",
              action_id: null,
            },
          ]
        : []),
    ]),
    totals: totalsOf(days, currency),
    compare_totals: compare ? totalsOf(earlierDays, currency) : null,
  };
}

function verdictsOf(desk: Desk, campaign: Campaign): CampaignRule[] {
  const at = iso(desk.now());
  const times = { at, dataUntil: campaign.data_until ?? null };
  const ref = ({ id, name, version }: (typeof rules)[keyof typeof rules]) => ({ id, name, version });
  const waits = [...desk.actions.values()].find(
    (action) => action.campaign?.id === campaign.id && action.state === "awaiting_approval",
  );
  const roas = (campaign.last_7_days?.roas ?? 0).toFixed(2);
  return [
    {
      object: null,
      rule: ref(rules.stopLoss),
      state: "enabled",
      outcome: waits?.rule?.id === rules.stopLoss.id ? "awaiting" : "not_fired",
      reason:
        waits?.rule?.id === rules.stopLoss.id
          ? "its proposal waits for a person"
          : "cost $31.20 is not above $45.00",
      distance: waits?.rule?.id === rules.stopLoss.id ? null : "$13.80 below",
      effects: [],
      progress: null,
      explanation: stopLoss(times, "$268.00", 9, "$31.20", "$45.00", "$100.00", ""),
    },
    {
      object: null,
      rule: ref(rules.scale),
      state: "enabled",
      outcome: "cooling",
      reason: `conversions 12 is at least 10 and roas ${roas} is above 3.50`,
      distance: null,
      effects: [],
      progress: {
        state: "acted",
        checks_done: 0,
        checks_needed: 0,
        cooldown_until: iso(desk.now() + hours(31)),
      },
      explanation: scale(times, roas, 12, "$1,420.00", "$401.00"),
    },
    {
      object: null,
      rule: ref(rules.trim),
      state: "enabled",
      outcome: "unknown",
      reason: "cpa is not known: the last sync is 31 hours old",
      distance: null,
      effects: [],
      progress: { state: "pending", checks_done: 1, checks_needed: 2, cooldown_until: null },
      explanation: undecided(times),
    },
    {
      object: null,
      rule: ref(rules.weekend),
      state: "quarantined",
      outcome: "outside",
      reason: "this campaign is not in Halden Coffee DE",
      distance: null,
      effects: [],
      progress: null,
      explanation: null,
    },
  ];
}

function holdsOf(desk: Desk, campaign: Campaign): Hold[] {
  return [...desk.actions.values()]
    .filter((action) => action.campaign?.id === campaign.id && action.state === "applied" && action.rule)
    .filter(({ undone_by }) => undone_by == null)
    .map((action) => ({
      action_id: action.id,
      rule: action.rule ?? null,
      account: action.account,
      campaign: action.campaign ?? null,
      object: null,
      property: action.property,
      before: action.before,
      after: action.after,
      since: action.updated_at,
      ends: null,
      can_release: action.can.undo,
      why_not: action.can.undo ? null : "a person changed this value since",
    }));
}

function historyOf(desk: Desk, campaign: Campaign): CampaignHistoryEntry[] {
  const own = [...desk.actions.values()].filter((action) => action.campaign?.id === campaign.id);
  return [
    ...own.map(
      (action): CampaignHistoryEntry => ({
        id: action.id,
        at: action.updated_at,
        kind: "action",
        text: action.reason,
        by: action.rule
          ? { kind: "rule", name: action.rule.name }
          : { kind: "user", name: action.requested_by.name },
        state: action.state,
        before: action.before.display,
        after: action.after.display,
        action_id: action.id,
        decision_id: action.decision_id ?? null,
      }),
    ),
    ...Array.from({ length: 40 }, (_, at): CampaignHistoryEntry => {
      const day = iso(desk.now() - hours(30 + at * 20));
      return at % 4 === 0
        ? {
            id: `change ${at}`,
            at: day,
            kind: "change",
            text: "the daily budget was changed on the platform",
            by: { kind: "outside", name: "Google Ads" },
            state: null,
            before: show(money(80, campaign.account.currency)),
            after: show(money(90, campaign.account.currency)),
            action_id: null,
            decision_id: null,
          }
        : {
            id: `decision ${at}`,
            at: day,
            kind: "decision",
            text: "cost $31.20 is not above $45.00",
            by: { kind: "rule", name: "Stop loss" },
            state: "not_fired",
            before: null,
            after: null,
            action_id: null,
            decision_id: [...desk.decisions.keys()][at % desk.decisions.size] ?? null,
          };
    }),
  ].sort((a, b) => b.at.localeCompare(a.at));
}

function decisionsOf(desk: Desk): DecisionSummary[] {
  return [...desk.decisions.values()]
    .map(({ id, at, rule, campaign, account, outcome, action_ids, explanation, branch }) => ({
      id,
      at,
      rule: { id: rule.id, name: rule.name, version: rule.version },
      campaign,
      object: null,
      account,
      outcome,
      reason: explanation.branches[branch ?? 0]?.reason ?? "",
      action_ids,
      simulated: false,
    }))
    .sort((a, b) => b.at.localeCompare(a.at));
}

const sorters: Record<string, (campaign: Campaign) => number | string> = {
  name: ({ name }) => name,
  status: ({ status }) => status,
  budget: ({ budget }) => budget?.micros ?? -1,
  spend_today: ({ today }) => today?.spend.micros ?? -1,
  spend_7d: ({ last_7_days: week }) => week?.spend.micros ?? -1,
  conversions_7d: ({ last_7_days: week }) => week?.conversions ?? -1,
  cpa_7d: ({ last_7_days: week }) => week?.cpa?.micros ?? -1,
  roas_7d: ({ last_7_days: week }) => week?.roas ?? -1,
};

function campaignsOf(desk: Desk, { searchParams: asked }: URL): Campaign[] {
  const q = (asked.get("q") ?? "").toLowerCase();
  const wants = (name: string, value: string) => (asked.get(name) ?? value) === value;
  const brandOf = (campaign: Campaign) =>
    Object.values(accounts).find(({ id }) => id === campaign.account.id)?.brand.id ?? "";
  const sort = asked.get("sort") ?? "name";
  const pick = sorters[sort.replace("-", "")] ?? (({ name }: Campaign) => name);
  const up = sort.startsWith("-") ? -1 : 1;
  return desk.campaigns
    .filter((campaign) => campaign.name.toLowerCase().includes(q))
    .filter((campaign) => wants("account", campaign.account.id) && wants("status", campaign.status))
    .filter((campaign) => wants("platform", campaign.account.platform) && wants("brand", brandOf(campaign)))
    .sort((a, b) => {
      const [one, other] = [pick(a), pick(b)];
      const order = typeof one === "string" ? one.localeCompare(String(other)) : one - Number(other);
      return up * order || a.id.localeCompare(b.id);
    });
}

function actionsOf(desk: Desk, { searchParams: asked }: URL): ActionDetail[] {
  const states = (asked.get("state") ?? "").split(",").filter((state) => state !== "");
  const q = (asked.get("q") ?? "").toLowerCase();
  const brand = asked.get("brand");
  const kind = asked.get("kind");
  const account = asked.get("account");
  const found = (desk.list(states, asked.get("rule"), asked.get("campaign")) as ActionDetail[])
    .filter((action) => kind === null || action.kind === kind)
    .filter((action) => account === null || action.account.id === account)
    .filter(
      (action) =>
        brand === null ||
        Object.values(accounts).find(({ id }) => id === action.account.id)?.brand.id === brand,
    )
    .filter(
      (action) =>
        q === "" || `${action.campaign?.name ?? ""} ${action.target.name}`.toLowerCase().includes(q),
    );
  const sort = asked.get("sort");
  const size = (action: ActionDetail) => Math.abs(action.per_day_change?.micros ?? 0);
  if (sort === "-per_day_change") found.sort((a, b) => size(b) - size(a));
  if (sort === "-created_at") found.sort((a, b) => b.created_at.localeCompare(a.created_at));
  return found;
}

/** How a change a person asks for would turn out. */
function dryRun(campaign: Campaign, kind: string, budget: Money | undefined): CampaignActionPreview {
  const was = campaign.budget ?? money(0, campaign.account.currency);
  if (kind !== "set_budget" || !budget) {
    const pause = kind === "pause";
    return {
      before: { display: pause ? "Active" : "Paused", micros: null },
      after: { display: pause ? "Paused" : "Active", micros: null },
      per_day_change: { micros: pause ? -was.micros : was.micros, currency: was.currency },
      needs_approval: !pause,
      blocked: [],
      shared_by: 1,
    };
  }
  return {
    before: { display: show(was), micros: was.micros },
    after: { display: show(budget), micros: budget.micros },
    per_day_change: { micros: budget.micros - was.micros, currency: was.currency },
    needs_approval: budget.micros > was.micros,
    shared_by: 1,
    blocked:
      budget.micros > was.micros * 5
        ? [{ by: "No runaway budgets", reason: "no budget may grow more than fivefold in a day" }]
        : [],
  };
}

export function dailyWorkHandlers(desk: Desk) {
  const read = (
    answer: (info: { url: URL; id: string; request: Request }) => Response | Promise<Response>,
  ) => {
    return ({
      request,
      params,
    }: {
      request: Request;
      params: Record<string, string | readonly string[] | undefined>;
    }) =>
      desk.session
        ? answer({ url: new URL(request.url), id: String(params.id), request })
        : problem(401, "Not signed in", "sign in first");
  };
  const onCampaign = (
    answer: (campaign: Campaign, info: { url: URL; request: Request }) => Response | Promise<Response>,
  ) =>
    read(({ id, ...rest }) => {
      const campaign = desk.campaigns.find((each) => each.id === id);
      return campaign ? answer(campaign, rest) : problem(404, "Not found", "there is no such campaign");
    });
  const span = (url: URL) => {
    const today = dayIn(desk.now(), "America/New_York");
    return {
      from: url.searchParams.get("from") ?? addDays(today, -14),
      to: url.searchParams.get("to") ?? addDays(today, -1),
      compare: url.searchParams.get("compare") !== "none",
    };
  };

  return [
    http.get(
      `${API}/overview`,
      read(({ url }) => {
        const { from, to, compare } = span(url);
        return HttpResponse.json(overviewOf(desk, from, to, compare));
      }),
    ),
    http.get(
      `${API}/brands`,
      read(() =>
        HttpResponse.json({
          data: desk.fresh
            ? []
            : [
                { ...northwind, is_default: true, accounts: 3 },
                { ...halden, is_default: false, accounts: 1 },
              ],
        }),
      ),
    ),
    http.get(
      `${API}/campaigns`,
      read(({ url }) => page(campaignsOf(desk, url), url)),
    ),
    http.get(
      `${API}/campaigns/:id`,
      onCampaign((campaign) => HttpResponse.json(detailOf(desk, campaign))),
    ),
    http.get(
      `${API}/campaigns/:id/metrics`,
      onCampaign((campaign, { url }) => {
        const { from, to, compare } = span(url);
        return HttpResponse.json(metricsOf(desk, campaign, from, to, compare));
      }),
    ),
    http.get(
      `${API}/campaigns/:id/rules`,
      onCampaign((campaign) =>
        HttpResponse.json({
          at: iso(desk.now()),
          data_until: campaign.data_until,
          data: verdictsOf(desk, campaign),
        }),
      ),
    ),
    http.get(
      `${API}/campaigns/:id/holds`,
      onCampaign((campaign) => HttpResponse.json({ data: holdsOf(desk, campaign) })),
    ),
    http.get(
      `${API}/campaigns/:id/history`,
      onCampaign((campaign, { url }) => page(historyOf(desk, campaign), url)),
    ),
    http.post(
      `${API}/campaigns/:id/actions`,
      onCampaign(async (campaign, { request }) => {
        const asked = (await request.json()) as {
          kind: "pause" | "resume" | "set_budget";
          budget?: Money;
          reason: string;
          dry_run?: boolean;
        };
        const outcome = dryRun(campaign, asked.kind, asked.budget);
        if (asked.dry_run) return HttpResponse.json(outcome);
        if (asked.reason.trim() === "") return problem(422, "Invalid input", "say why");
        const made = desk.ask(campaign, asked.kind, outcome.after, outcome.per_day_change, asked.reason);
        return HttpResponse.json(made, { status: 201 });
      }),
    ),
    http.get(
      `${API}/decisions`,
      read(({ url }) => {
        const asked = url.searchParams;
        const wants = (name: string, value: string) => (asked.get(name) ?? value) === value;
        const found = decisionsOf(desk).filter(
          (row) =>
            wants("rule", row.rule.id) &&
            wants("campaign", row.campaign.id) &&
            wants("account", row.account.id) &&
            wants("outcome", row.outcome),
        );
        return page(found, url);
      }),
    ),
    http.get(
      `${API}/actions`,
      read(({ url }) => page(actionsOf(desk, url), url)),
    ),
    http.get(
      `${API}/actions/waiting/totals`,
      read(({ url }) => {
        const ids = url.searchParams.get("ids")?.split(",");
        const found = actionsOf(desk, url).filter(
          ({ id, state }) => state === "awaiting_approval" && (ids?.includes(id) ?? true),
        );
        const sums = new Map<string, number>();
        for (const { per_day_change: change } of found) {
          if (change) sums.set(change.currency, (sums.get(change.currency) ?? 0) + change.micros);
        }
        return HttpResponse.json({
          count: found.length,
          per_day_change: [...sums].map(([currency, micros]) => ({ micros, currency })),
          pauses: found.filter(({ kind }) => kind === "pause").length,
          resumes: found.filter(({ kind }) => kind === "resume").length,
          budgets: found.filter(({ kind }) => kind === "set_budget").length,
        });
      }),
    ),
    http.post(
      `${API}/actions/decide`,
      read(async ({ request }) => {
        const { verdict, reason, items } = (await request.json()) as {
          verdict: "approve" | "reject";
          reason?: string;
          items: { id: string; version: number }[];
        };
        if (items.length > 200) return problem(422, "Invalid input", "at most 200 at once");
        const results = items.map(({ id, version }): DecideResult => {
          const action = desk.actions.get(id);
          const session = desk.session;
          const refuse = (title: string, detail: string): DecideResult => ({
            id,
            ok: false,
            state: action?.state ?? "cancelled",
            version: action?.version ?? 0,
            problem: { type: "about:blank", title, detail },
          });
          if (!action || !session) return refuse("Not found", "there is no such action");
          if (action.state !== "awaiting_approval") {
            return refuse("Already decided", `it is ${action.state} and no longer waits`);
          }
          if (action.version !== version)
            return refuse("The action moved on", "it changed since you read it");
          if (verdict === "approve") desk.approve(action, session);
          else desk.reject(action, session, reason ?? "");
          return { id, ok: true, state: action.state, version: action.version, problem: null };
        });
        return HttpResponse.json({ results });
      }),
    ),
  ];
}
