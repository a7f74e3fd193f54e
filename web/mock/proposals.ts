// What the rules of the simulated desk propose, with the decision behind it.
import type { ActionDetail, Campaign } from "~/shared/api/types";
import { iso, minutes, money, rules } from "./catalogue";
import type { Desk } from "./desk";
import { scale, stopLoss, trim } from "./explanations";
import { show } from "./figures";

/** A pause; `cpa` is null where nothing was sold. Ages and ends are in milliseconds. */
export function proposePause(
  desk: Desk,
  campaign: Campaign,
  cpa: number | null,
  age: number,
  lapses: number,
): ActionDetail {
  const { currency } = campaign.account;
  const spend = (campaign.last_7_days?.spend.micros ?? 0) / 1_000_000;
  const three = money(spend * 0.44, currency);
  const limit = currency === "USD" ? money(45) : money(40, "EUR");
  const floor = currency === "USD" ? money(100) : money(90, "EUR");
  const cost = cpa === null ? "no conversions" : show(money(cpa, currency));
  const times = { at: iso(desk.now() - age), dataUntil: iso(desk.now() - age - minutes(12)) };
  const over = cpa === null ? "" : show(money(cpa - limit.micros / 1_000_000, currency));
  const explanation = stopLoss(
    times,
    show(three),
    cpa === null ? 0 : Math.round(three.micros / 1_000_000 / cpa),
    cost,
    show(limit),
    show(floor),
    over,
  );
  return desk.changes.propose({
    kind: "pause",
    campaign,
    before: { display: "Active", micros: null },
    after: { display: "Paused", micros: null },
    change: money(-spend / 7, currency),
    reason:
      cpa === null
        ? `No conversions after ${show(three)} spent in 3 days; the rule allows ${show(floor)}.`
        : `Cost per conversion ${cost} is above ${show(limit)} after ${show(three)} spent in 3 days.`,
    rule: rules.stopLoss,
    decision: {
      object: null,
      at: times.at,
      data_until: times.dataUntil,
      outcome: "fired",
      branch: 0,
      blocked: [],
      simulated: null,
      replays: true,
      explanation,
    },
    age,
    lapses,
  });
}

/** A budget that is raised or trimmed; `shared` is how many campaigns spend from it. */
export function proposeBudget(
  desk: Desk,
  campaign: Campaign,
  by: "raise" | "trim",
  roas: string,
  age: number,
  lapses: number,
  shared = 1,
): ActionDetail {
  const { currency } = campaign.account;
  const before = (campaign.budget?.micros ?? 0) / 1_000_000;
  const after = before * (by === "raise" ? 1.2 : 0.85);
  const week = campaign.last_7_days;
  const times = { at: iso(desk.now() - age), dataUntil: iso(desk.now() - age - minutes(12)) };
  const conversions = Math.max(11, Math.round((week?.conversions ?? 0) * 0.45));
  const spend = show(money(((week?.spend.micros ?? 0) / 1_000_000) * 0.45, currency));
  const revenue = show(money(((week?.spend.micros ?? 0) / 1_000_000) * 0.45 * Number(roas), currency));
  const explanation =
    by === "raise"
      ? scale(times, roas, conversions, revenue, spend)
      : trim(
          times,
          roas,
          show(week?.spend ?? money(0, currency)),
          currency === "USD" ? "$200.00" : "€180.00",
        );
  return desk.changes.propose({
    kind: "set_budget",
    campaign,
    before: { display: show(money(before, currency)), micros: money(before).micros },
    after: { display: show(money(after, currency)), micros: money(after).micros },
    change: money(after - before, currency),
    reason:
      by === "raise"
        ? `Returned ${roas} for each unit spent over 3 settled days with ${conversions} conversions; the target is 3.50.`
        : `Returned ${roas} over 7 settled days: better than stopping, worse than the 2.50 that earns its budget.`,
    rule: by === "raise" ? rules.scale : rules.trim,
    decision: {
      object: null,
      at: times.at,
      data_until: times.dataUntil,
      outcome: "fired",
      branch: 0,
      blocked: [],
      simulated: null,
      replays: true,
      explanation,
    },
    age,
    lapses,
    shared,
  });
}
