// What the simulated desk holds when somebody opens it: changes in every state, and on wish more than a person can look at.
import {
  accounts,
  brief,
  campaigns,
  hours,
  iso,
  campaign as makeCampaign,
  makeId,
  minutes,
  rules,
} from "./catalogue";
import type { Desk, DeskOptions } from "./desk";
import { undecided } from "./explanations";
import { proposeBudget, proposePause } from "./proposals";
import { sessions } from "./sessions";

export const hostileNames = [
  '<img src=x onerror="document.title=1"><b>bold</b>',
  "حملة الصيف (Google) 2026",
  "\u202Egnidaer sdrawkcab",
  `Long ${"abcdefghij".repeat(50)}`,
  "🔥👩‍👩‍👧‍👦 Sale 🇩🇪",
  "=1+1",
  "\u200B \u200B",
];

/** Changes in every state that a change can be in. */
export function fill(desk: Desk): void {
  const { changes } = desk;
  const c = Object.fromEntries(
    Object.entries(campaigns).map(([key, { id }]) => [key, desk.campaign(id)]),
  ) as typeof campaigns;
  proposePause(desk, c.tents, null, hours(23.4), minutes(38));
  proposePause(desk, c.prospecting, 67.93, hours(5), hours(3.2));
  proposeBudget(desk, c.boots, "raise", "5.41", hours(4), hours(20));
  proposeBudget(desk, c.pmax, "trim", "2.30", hours(3), hours(21), 3);
  proposeBudget(desk, c.packs, "raise", "4.77", hours(2), hours(22));
  proposePause(desk, c.stoves, 72.08, hours(2), hours(22));
  proposeBudget(desk, c.jackets, "raise", "4.55", hours(1.2), hours(22.8));
  proposePause(desk, c.sleeping, 83, hours(1), hours(23));
  proposeBudget(desk, c.reels, "trim", "1.96", minutes(12), hours(23.8));
  proposeBudget(desk, c.outlet, "trim", "1.52", minutes(12), hours(23.8));

  const retrying = proposeBudget(desk, c.advantage, "raise", "4.41", hours(1), hours(23));
  changes.move(retrying, "approved", "Mara Lindqvist", null);
  retrying.state_detail =
    "Meta asked to wait: too many calls for this ad account. It is sent again by itself.";
  retrying.not_before = iso(desk.now() + minutes(9));
  changes.move(retrying, "retrying", null, retrying.state_detail);

  for (const [campaign, roas] of [
    [c.brandUs, "18.49"],
    [c.brandEu, "14.68"],
  ] as const) {
    const done = proposeBudget(desk, campaign, "raise", roas, hours(6), hours(18));
    changes.move(done, "approved", sessions.manager.user.name, null);
    changes.move(done, "intent", null, "Condition and current value checked again");
    changes.apply(done);
  }

  const blocked = proposeBudget(desk, c.pmaxB, "raise", "3.71", hours(7), hours(17));
  blocked.state_detail =
    "Guard “No runaway budgets” allows $20,000 a day for the account; this would make it $20,090.";
  changes.move(blocked, "blocked", "No runaway budgets", blocked.state_detail);
  const rejected = proposePause(desk, c.retarget, 61.2, hours(9), hours(15));
  changes.reject(rejected, sessions.manager, "Sale starts tomorrow, keep it running");
  const expired = proposePause(desk, c.outlet, 57.4, hours(26), -hours(2));
  changes.move(expired, "expired", null, "Nobody decided within 24 hours");
  const dead = proposeBudget(desk, c.reels, "raise", "3.90", hours(30), -hours(6));
  dead.state_detail = "Meta refused: the budget is below the minimum for this bid strategy ($260.00).";
  dead.steps.push({
    seq: 1,
    kind: "set budget",
    state: "failed",
    attempt: 1,
    started_at: dead.created_at,
    finished_at: dead.created_at,
    request: { method: "POST", path: "/v24.0/120210000", access_token: "[removed]", daily_budget: "30000" },
    response: {
      status: 400,
      body: { error: { code: 100, error_subcode: 1885272, message: "Budget is too low" } },
    },
    error: "Budget is too low",
  });
  changes.move(dead, "dead", null, dead.state_detail);

  const id = makeId();
  const at = iso(desk.now() - minutes(12));
  changes.decisions.set(id, {
    id,
    rule: {
      id: rules.stopLoss.id,
      name: rules.stopLoss.name,
      version: 3,
      text: rules.stopLoss.text,
      is_analysable: true,
    },
    campaign: { id: c.beans.id, name: c.beans.name },
    object: null,
    account: brief(accounts.coffee),
    at,
    data_until: c.beans.data_until ?? null,
    outcome: "unknown",
    branch: null,
    explanation: undecided({ at, dataUntil: c.beans.data_until ?? null }),
    replays: true,
    action_ids: [],
    blocked: [],
    simulated: null,
  });
}

/** More campaigns and waiting changes than a person can look at, and names from hell. */
export function grow(desk: Desk, { campaigns: wanted = 0, waiting = 0, hostile = false }: DeskOptions): void {
  const { changes } = desk;
  const owners = [accounts.us, accounts.eu, accounts.meta];
  const themes = ["Trail shoes", "Tents", "Jackets", "Stoves", "Maps", "Lamps", "Kayaks", "Gloves"];
  const kinds = ["exact", "phrase", "broad", "remarketing", "PMax", "Shopping"];
  const make = (name: string, at: number) => {
    const owner = owners[at % owners.length] ?? accounts.us;
    const spend = 40 + ((at * 7_919) % 190_000) / 100;
    const before = owner.campaigns;
    const made = makeCampaign({
      name,
      in: owner,
      budget: 20 + (at % 40) * 10,
      spend,
      conversions: (at * 31) % 60,
      revenue: spend * (((at * 13) % 70) / 10),
      paused: at % 9 === 0,
    });
    // The accounts are shared by every desk of a test run; what grows here must not stay on them.
    owner.campaigns = before;
    desk.campaigns.push(made);
    return made;
  };
  if (hostile) {
    hostileNames.forEach((name, at) => {
      const made = make(name, at + 1);
      if (at % 2 === 0) proposePause(desk, made, 60 + at, minutes(30 + at), hours(2 + at));
      else proposeBudget(desk, made, "raise", "4.20", minutes(30 + at), hours(2 + at));
    });
  }
  for (let at = desk.campaigns.length; at < wanted; at += 1) {
    make(`${themes[at % themes.length]} ${kinds[at % kinds.length]} ${String(at).padStart(4, "0")}`, at);
  }
  for (let at = changes.counts().awaiting_approval; at < waiting; at += 1) {
    const on = desk.campaigns[(at * 3) % desk.campaigns.length];
    if (!on) return;
    if (at % 3 === 0) proposePause(desk, on, 50 + (at % 40), minutes(at), hours(3) + minutes(at));
    else
      proposeBudget(desk, on, at % 2 === 0 ? "raise" : "trim", "2.10", minutes(at), hours(3) + minutes(at));
  }
}
