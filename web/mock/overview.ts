// The overview and the brands over a simulated desk.
import { HttpResponse, http } from "msw";
import type { Campaign, Overview } from "~/shared/api/types";
import { dayIn } from "~/shared/lib/day-range";
import { API, guardsOf } from "./answers";
import { accounts, halden, hours, iso, northwind, rules } from "./catalogue";
import type { Desk } from "./desk";
import { askedSpan, before, cell, daysOf, totalsOf } from "./figures";

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
  const actions = [...desk.changes.actions.values()];
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

export function overviewHandlers(desk: Desk) {
  const { signedIn } = guardsOf(desk);
  return [
    http.get(
      `${API}/overview`,
      signedIn(({ request }) => {
        const { from, to, compare } = askedSpan(desk, new URL(request.url));
        return HttpResponse.json(overviewOf(desk, from, to, compare));
      }),
    ),
    http.get(
      `${API}/brands`,
      signedIn(() =>
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
  ];
}
