// What the simulated desk holds at first: two brands, four accounts, three rules, two dozen campaigns.
import type { Account, ActionAccount, Campaign, Money, Platform, Rule } from "~/shared/api/types";

let serial = 0;
/** Ids that look like the server's (uuid v7) and are the same in every run. */
export function makeId(): string {
  serial += 1;
  return `0195a3c0-0000-7000-8000-${serial.toString(16).padStart(12, "0")}`;
}

export const money = (units: number, currency = "USD"): Money => ({
  micros: Math.round(units * 1_000_000),
  currency,
});

export const START = Date.parse("2026-03-04T15:12:00Z");
export const minutes = (count: number) => count * 60_000;
export const hours = (count: number) => count * 3_600_000;
export const iso = (at: number) => new Date(at).toISOString();

interface AccountSeed {
  name: string;
  platform: Platform;
  external: string;
  currency: string;
  zone: string;
  brand: { id: string; name: string };
  state?: Account["state"];
  detail?: string;
}

export const northwind = { id: makeId(), name: "Northwind Outdoor" };
export const halden = { id: makeId(), name: "Halden Coffee" };

function account(seed: AccountSeed): Account {
  const stopped = seed.state === "reconnect";
  return {
    id: makeId(),
    name: seed.name,
    platform: seed.platform,
    external_id: seed.external,
    currency: seed.currency,
    time_zone: seed.zone,
    state: seed.state ?? "active",
    state_detail: seed.detail ?? null,
    brand: seed.brand,
    last_sync_at: iso(START - minutes(stopped ? 1_870 : 11)),
    next_sync_at: stopped ? null : iso(START + minutes(49)),
    data_until: iso(START - minutes(stopped ? 1_882 : 12)),
    campaigns: 0,
    history_days: 90,
  };
}

export const accounts = {
  us: account({
    name: "Northwind US",
    platform: "google",
    external: "482-110-7731",
    currency: "USD",
    zone: "America/New_York",
    brand: northwind,
  }),
  eu: account({
    name: "Northwind EU",
    platform: "google",
    external: "733-904-1180",
    currency: "EUR",
    zone: "Europe/Berlin",
    brand: northwind,
  }),
  meta: account({
    name: "Northwind Social",
    platform: "meta",
    external: "act_20114478",
    currency: "USD",
    zone: "America/New_York",
    brand: northwind,
  }),
  coffee: account({
    name: "Halden Coffee DE",
    platform: "google",
    external: "198-440-5562",
    currency: "EUR",
    zone: "Europe/Berlin",
    brand: halden,
    state: "reconnect",
    detail:
      "Google refused the saved sign-in: it was revoked on 3 March. Its rules treat all data as missing until somebody connects it again.",
  }),
};

export const brief = ({ id, name, platform, currency, time_zone }: Account): ActionAccount => ({
  id,
  name,
  platform,
  currency,
  time_zone,
});

export interface CampaignSeed {
  name: string;
  in: Account;
  budget: number;
  spend: number;
  conversions: number;
  revenue: number;
  shared?: boolean;
  paused?: boolean;
}

export function campaign(seed: CampaignSeed): Campaign {
  const { currency } = seed.in;
  const { spend, conversions, revenue } = seed;
  seed.in.campaigns += 1;
  return {
    id: makeId(),
    name: seed.name,
    external_id: String(20_100_000_000 + serial * 7_919),
    account: brief(seed.in),
    status: seed.paused ? "paused" : "active",
    delivery: seed.paused ? "Paused" : "Eligible",
    channel: /Shopping|PMax/.test(seed.name) ? "Performance Max" : "Search",
    budget: money(seed.budget, currency),
    budget_shared: seed.shared ?? false,
    today: {
      spend: money(spend / 11, currency),
      impressions: Math.round(spend * 31),
      clicks: Math.round(spend * 0.9),
      conversions: Math.round((conversions / 11) * 100) / 100,
      revenue: money(revenue / 11, currency),
    },
    last_7_days: {
      spend: money(spend, currency),
      conversions,
      revenue: money(revenue, currency),
      cpa: conversions > 0 ? money(spend / conversions, currency) : null,
      roas: spend > 0 ? revenue / spend : null,
    },
    data_until: seed.in.data_until ?? null,
  };
}

const { us, eu, meta, coffee } = accounts;
export const campaigns = {
  prospecting: campaign({
    name: "Prospecting US, broad match",
    in: us,
    budget: 100,
    spend: 611.4,
    conversions: 9,
    revenue: 734,
  }),
  tents: campaign({
    name: "Tents and shelters, generic",
    in: us,
    budget: 140,
    spend: 402.15,
    conversions: 0,
    revenue: 0,
  }),
  boots: campaign({
    name: "Hiking boots, winners",
    in: us,
    budget: 220,
    spend: 1498,
    conversions: 71,
    revenue: 8104,
  }),
  packs: campaign({
    name: "Backpacks, exact",
    in: us,
    budget: 90,
    spend: 612,
    conversions: 31,
    revenue: 2918,
  }),
  pmax: campaign({
    name: "PMax catalogue, spring",
    in: us,
    budget: 450,
    spend: 3102,
    conversions: 96,
    revenue: 7134,
    shared: true,
  }),
  pmaxB: campaign({
    name: "PMax catalogue, clearance",
    in: us,
    budget: 450,
    spend: 1240,
    conversions: 28,
    revenue: 2291,
    shared: true,
  }),
  brandUs: campaign({ name: "Brand US", in: us, budget: 60, spend: 331, conversions: 88, revenue: 6120 }),
  stoves: campaign({
    name: "Camping stoves, phrase",
    in: us,
    budget: 45,
    spend: 288.3,
    conversions: 4,
    revenue: 371,
  }),
  jackets: campaign({
    name: "Rain jackets DACH",
    in: eu,
    budget: 180,
    spend: 1204,
    conversions: 44,
    revenue: 5480,
  }),
  sleeping: campaign({
    name: "Sleeping bags FR",
    in: eu,
    budget: 75,
    spend: 498,
    conversions: 6,
    revenue: 590,
  }),
  brandEu: campaign({ name: "Brand EU", in: eu, budget: 50, spend: 301, conversions: 61, revenue: 4420 }),
  outlet: campaign({
    name: "Outlet EU, display remarketing with a name long enough to be cut",
    in: eu,
    budget: 65,
    spend: 402,
    conversions: 7,
    revenue: 611,
  }),
  reels: campaign({
    name: "Reels, lookalike 2%",
    in: meta,
    budget: 250,
    spend: 1690,
    conversions: 39,
    revenue: 3310,
  }),
  advantage: campaign({
    name: "Advantage+ shopping",
    in: meta,
    budget: 300,
    spend: 2044,
    conversions: 102,
    revenue: 9011,
  }),
  retarget: campaign({
    name: "Retargeting, 14 days",
    in: meta,
    budget: 80,
    spend: 505,
    conversions: 24,
    revenue: 2160,
    paused: true,
  }),
  beans: campaign({
    name: "Single origin beans",
    in: coffee,
    budget: 55,
    spend: 371,
    conversions: 19,
    revenue: 980,
  }),
};

export const ruleTexts = {
  stopLoss: `language 1

"""
Pause campaigns that spend real money at a cost per conversion the business cannot carry.
"""
rule "Stop loss" {
  param max_cpa: money = $45, 40 EUR     "highest cost per conversion you can carry"
  param floor: money = $100, 90 EUR      "spend before the rule may judge"

  for campaigns on google, meta
    where status is active and not (name matches "Brand*")

  every 1h
  window last 3 days settled

  let cost = cpa else infinite

  when cost > max_cpa and spend > floor
  then pause

  approve by manager within 24h unanswered expire
  cooldown 24h
  at most 5 per day
}
`,
  scale: `language 1

rule "Scale winners" {
  param target: ratio = 3.5              "return on ad spend worth more budget"
  param ceiling: money = $600, 550 EUR   "no daily budget above this"

  for campaigns on google
    where status is active

  every 1h
  window last 3 days settled

  when conversions >= 10 and roas > target
  then increase budget by 20% up to ceiling

  approve by manager within 24h unanswered expire
  cooldown 48h
  at most 10 per day
}
`,
  trim: `language 1

rule "Trim overspenders" {
  param floor_roas: ratio = 1.2          "below this it is not worth its budget"
  param good_roas: ratio = 2.5           "from here on leave it alone"

  for campaigns on google, meta
    where status is active

  every 1h
  window last 7 days settled

  when spend > $200, 180 EUR and roas > floor_roas and roas < good_roas
  then decrease budget by 15% down to $20, 18 EUR

  approve by manager within 24h unanswered expire
  cooldown 72h
}
`,
};

function rule(name: string, text: string, doc: string, scope: string, rest: Partial<Rule>): Rule {
  return {
    id: makeId(),
    name,
    doc,
    version: 3,
    state: "enabled",
    schedule: "every hour",
    scope,
    is_analysable: true,
    next_at: iso(START + minutes(48)),
    last_tick_at: iso(START - minutes(12)),
    acted_24h: 0,
    waiting: 0,
    unknown_share: 0.02,
    state_detail: null,
    text,
    updated_at: iso(START - hours(75)),
    updated_by: "Mara Lindqvist",
    ...rest,
  };
}

export const rules = {
  stopLoss: rule(
    "Stop loss",
    ruleTexts.stopLoss,
    "Pause campaigns that spend real money at a cost per conversion the business cannot carry.",
    "active campaigns on Google and Meta, but not brand",
    { acted_24h: 2 },
  ),
  scale: rule(
    "Scale winners",
    ruleTexts.scale,
    "Give proven campaigns a fifth more budget, up to a ceiling.",
    "active campaigns on Google",
    { version: 5, acted_24h: 3, unknown_share: 0.26 },
  ),
  trim: rule(
    "Trim overspenders",
    ruleTexts.trim,
    "Take 15% of the budget from campaigns that earn less than they should.",
    "active campaigns on Google and Meta",
    { version: 2, acted_24h: 1 },
  ),
  weekend: rule(
    "Weekend day-parting",
    'language 1\n\nrule "Weekend day-parting" {\n  for campaigns on google in account "Halden Coffee DE"\n  every day at 22:00 on fri\n  then pause until mon\n}\n',
    "Pause coffee campaigns over the weekend.",
    "campaigns in Halden Coffee DE",
    {
      version: 1,
      state: "quarantined",
      state_detail: "No account in its scope has answered for 41 hours.",
      next_at: null,
      last_tick_at: iso(START - hours(41)),
      unknown_share: 1,
    },
  ),
};
