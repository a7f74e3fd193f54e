// Campaigns over a simulated desk: the list, one of them with its results, rules, holds and history, changes asked for.
import { HttpResponse, http } from "msw";
import type {
  Campaign,
  CampaignActionPreview,
  CampaignDetail,
  CampaignHistoryEntry,
  CampaignMetrics,
  CampaignObjectDetail,
  CampaignRule,
  Hold,
  Money,
} from "~/shared/api/types";
import { addDays, dayIn } from "~/shared/lib/day-range";
import { API, type Asked, guardsOf, missing, page, problem } from "./answers";
import { accounts, hours, iso, money, rules } from "./catalogue";
import type { Desk } from "./desk";
import { scale, stopLoss, undecided } from "./explanations";
import { askedSpan, before, cell, daysOf, show, totalsOf } from "./figures";

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
        action_id: [...desk.changes.actions.keys()][at] ?? null,
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

/** What stands below a campaign, the same at every reading. */
const adGroupOf = ({ id }: Campaign) => ({
  id: `${id.slice(0, -4)}a001`,
  level: "ad_group" as const,
  name: "Trail shoes, broad",
  match_type: null,
  parent: null,
});

function objectOf(desk: Desk, campaign: Campaign): CampaignObjectDetail {
  const { budget, account, data_until } = campaign;
  return {
    ...adGroupOf(campaign),
    external_id: "165306900041",
    parent: null,
    status: campaign.status,
    delivery: "eligible",
    bid: budget && { micros: 1_200_000, currency: budget.currency },
    match_type: null,
    labels: null,
    first_seen_at: iso(desk.now() - hours(24 * 60)),
    last_change_at: null,
    last_7_days: campaign.last_7_days,
    campaign: { id: campaign.id, name: campaign.name },
    account,
    data_until,
  };
}

/** The shadow of Trim overspenders has an id of its own. */
const TRIM_SHADOW = "0191d0c4-3333-7000-8000-000000000009";

function verdictsOf(desk: Desk, campaign: Campaign): CampaignRule[] {
  const at = iso(desk.now());
  const times = { at, dataUntil: campaign.data_until ?? null };
  const ref = ({ id, name, version }: (typeof rules)[keyof typeof rules]) => ({ id, name, version });
  const waits = [...desk.changes.actions.values()].find(
    (action) => action.campaign?.id === campaign.id && action.state === "awaiting_approval",
  );
  const roas = (campaign.last_7_days?.roas ?? 0).toFixed(2);
  return [
    {
      object: null,
      rule: ref(rules.stopLoss),
      state: "enabled",
      shadow: null,
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
      shadow: null,
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
      shadow: null,
      outcome: "unknown",
      reason: "cpa is not known: the last sync is 31 hours old",
      distance: null,
      effects: [],
      progress: { state: "pending", checks_done: 1, checks_needed: 2, cooldown_until: null },
      explanation: undecided(times),
    },
    {
      object: adGroupOf(campaign),
      rule: ref(rules.trim),
      state: "enabled",
      shadow: TRIM_SHADOW,
      outcome: "not_fired",
      reason: "cpa $21.40 is not above $45.00",
      distance: "$23.60 below",
      effects: [],
      progress: null,
      explanation: stopLoss(times, "$21.40", 9, "$21.40", "$45.00", "$100.00", ""),
    },
    {
      object: null,
      rule: ref(rules.weekend),
      state: "quarantined",
      shadow: null,
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
  return [...desk.changes.actions.values()]
    .filter((action) => action.campaign?.id === campaign.id && action.state === "applied" && action.rule)
    .filter(({ undone_by }) => undone_by == null)
    .map((action) => ({
      action_id: action.id,
      rule: action.rule ?? null,
      account: action.account,
      campaign: action.campaign ?? null,
      object: null,
      property: action.property,
      label: null,
      before: action.before,
      after: action.after,
      since: action.updated_at,
      ends: null,
      can_release: action.can.undo,
      why_not: action.can.undo ? null : "a person changed this value since",
    }));
}

function historyOf(desk: Desk, campaign: Campaign): CampaignHistoryEntry[] {
  const own = [...desk.changes.actions.values()].filter((action) => action.campaign?.id === campaign.id);
  const lowered: CampaignHistoryEntry = {
    id: "bid",
    at: iso(desk.now() - hours(5)),
    kind: "action",
    object: adGroupOf(campaign),
    text: "cpa $61.20 is above $45.00",
    by: { kind: "rule", name: rules.trim.name },
    state: "applied",
    before: "$1.40",
    after: "$1.20",
    action_id: null,
    decision_id: null,
  };
  return [
    lowered,
    ...own.map(
      (action): CampaignHistoryEntry => ({
        id: action.id,
        at: action.updated_at,
        kind: "action",
        object: null,
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
            object: null,
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
            object: null,
            text: "cost $31.20 is not above $45.00",
            by: { kind: "rule", name: "Stop loss" },
            state: "not_fired",
            before: null,
            after: null,
            action_id: null,
            decision_id: [...desk.changes.decisions.keys()][at % desk.changes.decisions.size] ?? null,
          };
    }),
  ].sort((a, b) => b.at.localeCompare(a.at));
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

export function campaignHandlers(desk: Desk) {
  const { signedIn } = guardsOf(desk);
  const onCampaign = (
    answer: (campaign: Campaign, info: Asked & { url: URL }) => Response | Promise<Response>,
  ) =>
    signedIn((info) => {
      const campaign = desk.campaigns.find(({ id }) => id === info.params.id);
      return campaign
        ? answer(campaign, { ...info, url: new URL(info.request.url) })
        : problem(404, "Not found", "there is no such campaign");
    });
  const onObject = (
    answer: (campaign: Campaign, info: Asked & { url: URL }) => Response | Promise<Response>,
  ) =>
    signedIn((info) => {
      const campaign = desk.campaigns.find((each) => adGroupOf(each).id === info.params.id);
      return campaign ? answer(campaign, { ...info, url: new URL(info.request.url) }) : missing();
    });
  return [
    http.get(
      `${API}/campaigns`,
      signedIn(({ request }) => {
        const url = new URL(request.url);
        return page(campaignsOf(desk, url), url);
      }),
    ),
    http.get(
      `${API}/campaigns/:id`,
      onCampaign((campaign) => HttpResponse.json(detailOf(desk, campaign))),
    ),
    http.get(
      `${API}/campaigns/:id/metrics`,
      onCampaign((campaign, { url }) => {
        const { from, to, compare } = askedSpan(desk, url);
        return HttpResponse.json(metricsOf(desk, campaign, from, to, compare));
      }),
    ),
    http.get(
      `${API}/campaigns/:id/objects`,
      onCampaign((campaign) => HttpResponse.json({ data: [objectOf(desk, campaign)], next_cursor: null })),
    ),
    http.get(
      `${API}/objects/:id`,
      onObject((campaign) => HttpResponse.json(objectOf(desk, campaign))),
    ),
    http.get(
      `${API}/objects/:id/history`,
      onObject((campaign, { url }) =>
        page(
          historyOf(desk, campaign).filter(({ object }) => object !== null),
          url,
        ),
      ),
    ),
    http.get(
      `${API}/objects/:id/metrics`,
      onObject((campaign, { url }) => {
        const { from, to, compare } = askedSpan(desk, url);
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
        const made = desk.changes.ask(
          campaign,
          asked.kind,
          outcome.after,
          outcome.per_day_change,
          asked.reason,
        );
        return HttpResponse.json(made, { status: 201 });
      }),
    ),
  ];
}
