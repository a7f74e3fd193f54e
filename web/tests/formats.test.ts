import { describe, expect, it } from "vitest";
import { formatMoney, totals } from "~/shared/lib/money";
import { formatShare } from "~/shared/lib/numbers";
import { ownPath } from "~/shared/lib/own-path";
import {
  daysBetween,
  formatDay,
  formatDuration,
  formatInstant,
  formatMoment,
  relativeTo,
} from "~/shared/lib/time";
import { businessNow } from "~/shared/live/clock";

const usd = (units: number) => ({ micros: Math.round(units * 1e6), currency: "USD" });
const minute = 60_000;
const hour = 60 * minute;

describe("money", () => {
  it.each([
    [usd(100), {}, "$100.00"],
    [usd(-1204.5), {}, "−$1,204.50"],
    [usd(15), { signed: true }, "+$15.00"],
    [usd(0), { signed: true }, "$0.00"],
    [usd(12_480.4), { compact: true }, "$12,480"],
    [usd(480.4), { compact: true }, "$480.40"],
    [usd(0.0042), {}, "$0.0042"],
    [{ micros: 5_000_000_000, currency: "JPY" }, {}, "¥5,000"],
    [{ micros: 90_000_000, currency: "EUR" }, {}, "€90.00"],
    [{ micros: 9_007_199_254_740_991, currency: "USD" }, {}, "$9,007,199,254.74"],
  ] as const)("shows %j as %j in %s", (amount, options, shown) => {
    expect(formatMoney(amount, options)).toBe(shown);
  });

  it("sums each currency on its own, largest first", () => {
    expect(totals([usd(-20), { micros: 90e6, currency: "EUR" }, null, usd(5)])).toEqual([
      { micros: 90e6, currency: "EUR" },
      { micros: -15e6, currency: "USD" },
    ]);
  });

  it("shows a share with one digit at most", () => {
    expect(formatShare(0.2649)).toBe("26.5%");
    expect(formatShare(1)).toBe("100%");
  });
});

describe("time", () => {
  it.each([
    [-5, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [38 * minute + 59_000, "38 min"],
    [3 * hour, "3 h"],
    [3 * hour + 12 * minute, "3 h 12 min"],
    [52 * hour, "2 d 4 h"],
  ])("shows %d ms as %s", (length, shown) => {
    expect(formatDuration(length)).toBe(shown);
  });

  it("is coarse about the past and exact about what comes", () => {
    expect(relativeTo(-3 * hour - 12 * minute, 0)).toEqual({ when: "past", length: "3 h" });
    expect(relativeTo(3 * hour + 12 * minute, 0)).toEqual({ when: "future", length: "3 h 12 min" });
    expect(relativeTo(20_000, 0)).toEqual({ when: "now" });
  });

  it("names the zone that an instant is read in", () => {
    const at = "2026-03-04T15:12:05Z";
    expect(formatInstant(at, "America/New_York")).toMatch(/Wed, Mar 4, 2026, 10:12:05 AM EST/);
    expect(formatInstant(at, "Europe/Berlin")).toMatch(/4:12:05 PM (GMT\+1|CET)/);
  });

  it("leaves out the day only where it is today in the account's zone", () => {
    const now = Date.parse("2026-03-04T04:30:00Z");
    expect(formatMoment("2026-03-04T04:10:00Z", now, "America/New_York")).toBe("11:10 PM");
    expect(formatMoment("2026-03-04T05:10:00Z", now, "America/New_York")).toBe("Mar 4, 12:10 AM");
  });

  it("names the zone where its clocks are not the reader's, who sits in New York", () => {
    const now = Date.parse("2026-03-04T15:00:00Z");
    expect(formatMoment("2026-03-04T14:00:00Z", now, "Europe/Berlin")).toBe("03:00 PM GMT+1");
    expect(formatMoment("2026-03-04T14:00:00Z", now, "America/Toronto")).toBe("09:00 AM");
    expect(formatMoment("2026-03-04T14:00:00Z", now)).toBe("09:00 AM");
    expect(formatMoment("2026-03-04T14:00:00Z", undefined)).toBe("Mar 4, 09:00 AM");
  });

  it("reads calendar days as days, whatever the reader's zone", () => {
    expect(formatDay("2026-03-02")).toBe("Mon, Mar 2");
    expect(formatDay("since creation")).toBe("since creation");
    expect(daysBetween("2026-02-28", "2026-03-02")).toBe(3);
    expect(daysBetween("2026-03-07", "2026-03-08")).toBe(2);
  });

  it("carries business time on at its speed, never backwards, and not while it stands still", () => {
    const clock = {
      business_now: "2026-03-04T15:00:00Z",
      process_now: "2026-11-22T02:00:00Z",
      speed: 60,
      source: "sandbox" as const,
      stalled: false,
    };
    const start = Date.parse(clock.business_now);
    expect(businessNow(clock, 1_000, 11_000)).toBe(start + 10 * minute);
    expect(businessNow(clock, 1_000, 400)).toBe(start);
    expect(businessNow({ ...clock, stalled: true }, 1_000, 11_000)).toBe(start);
  });
});

describe("the address to return to after signing in", () => {
  it.each([
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "",
    7,
  ])("is refused when it is %j", (address) => {
    expect(ownPath(address)).toBeUndefined();
  });

  it("is kept with its search when it is ours", () => {
    expect(ownPath("/approvals?tab=applied#x")).toBe("/approvals?tab=applied#x");
  });
});
