// The simulated desk's numbers: each campaign's days, the same at every reading, and their sums.
import type { Campaign, DayCell, Money, Totals } from "~/shared/api/types";
import { addDays, dayIn } from "~/shared/lib/day-range";
import type { Desk } from "./desk";

/** A number between 0 and 1 that is always the same for the same words. */
function chance(words: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < words.length; at += 1) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 16_777_619);
  }
  return ((hash >>> 0) % 10_000) / 10_000;
}

export const show = ({ micros, currency }: Money) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency }).format(micros / 1_000_000);

export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The span of the same length that ends the day before. */
export function before(from: string, to: string) {
  const length = daysOf(from, to).length;
  return { from: addDays(from, -length), to: addDays(from, -1) };
}

export function cell(campaign: Campaign, day: string, today: string): DayCell {
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

export function totalsOf(cells: readonly DayCell[], currency: string): Totals {
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

/** The days that a page asks for: by default the two weeks until yesterday, beside those before them. */
export function askedSpan(desk: Desk, url: URL) {
  const today = dayIn(desk.now(), "America/New_York");
  return {
    from: url.searchParams.get("from") ?? addDays(today, -14),
    to: url.searchParams.get("to") ?? addDays(today, -1),
    compare: url.searchParams.get("compare") !== "none",
  };
}
