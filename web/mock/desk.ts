// A simulated desk behind the API's contract: it keeps state, checks versions, moves what was approved to applied
// and tells its listeners. It stands in for the server in component tests and while the pages are developed.
import type {
  ActionDetail,
  ActionState,
  ActionSummary,
  Campaign,
  Decision,
  Money,
  Session,
} from "~/shared/api/types";
import {
  accounts,
  brief,
  campaigns,
  hours,
  iso,
  campaign as makeCampaign,
  makeId,
  minutes,
  money,
  rules,
  START,
} from "./catalogue";
import { Connections } from "./connections";
import { scale, stopLoss, trim, undecided } from "./explanations";
import { show } from "./figures";
import { Lookups } from "./lookups";
import { People } from "./people";
import { Rates } from "./rates";
import { Rules } from "./rules";
import { sessions } from "./sessions";
import { Supervision } from "./supervision";

type Hint = { topic: string; ref: string | null; version: number | null };

export interface DeskOptions {
  /** How much faster than the watch business time runs. */
  speed?: number;
  /** Milliseconds between the steps of an approved change. */
  pace?: number;
  signedIn?: boolean;
  role?: Session["role"];
  setupOpen?: boolean;
  /** As many campaigns in all, for the pages that have to bear a thousand. */
  campaigns?: number;
  /** As many waiting changes in all. */
  waiting?: number;
  /** Names that try to break a page: markup, other reading directions, five hundred letters, formulas. */
  hostile?: boolean;
  /** An organisation on its first day: nothing is connected. */
  fresh?: boolean;
}

export const hostileNames = [
  '<img src=x onerror="document.title=1"><b>bold</b>',
  "حملة الصيف (Google) 2026",
  "\u202Egnidaer sdrawkcab",
  `Long ${"abcdefghij".repeat(50)}`,
  "🔥👩‍👩‍👧‍👦 Sale 🇩🇪",
  "=1+1",
  "\u200B \u200B",
];

export class Desk {
  password = "harbour-lantern-42";
  session: Session | null;
  setupOpen: boolean;
  locale: "en" | "de" | null = null;
  readonly actions = new Map<string, ActionDetail>();
  readonly decisions = new Map<string, Decision>();
  readonly listeners = new Set<(hint: Hint) => void>();
  readonly connections = new Connections();
  readonly lookups = new Lookups();
  readonly rates = new Rates();
  readonly people = new People();
  readonly supervision = new Supervision(this);
  readonly rules = new Rules();
  readonly campaigns: Campaign[] = [];
  readonly fresh: boolean;
  readonly #speed: number;
  readonly #pace: number;
  readonly #began = Date.now();

  constructor({
    speed = 60,
    pace = 1_400,
    signedIn = true,
    role = "manager",
    setupOpen = false,
    fresh = false,
    ...size
  }: DeskOptions = {}) {
    this.#speed = speed;
    this.#pace = pace;
    this.session = signedIn ? structuredClone(sessions[role]) : null;
    this.setupOpen = setupOpen;
    this.fresh = fresh;
    if (fresh) return;
    this.campaigns.push(...structuredClone(Object.values(campaigns)));
    this.#fill();
    this.#grow(size);
  }

  now(): number {
    return START + (Date.now() - this.#began) * this.#speed;
  }

  clock() {
    return {
      business_now: iso(this.now()),
      process_now: new Date().toISOString(),
      speed: this.#speed,
      source: "sandbox" as const,
      stalled: false,
    };
  }

  profile() {
    const { user, role, organisation } = this.session ?? sessions.manager;
    return {
      ...user,
      role,
      organisation: organisation.name,
      locale: this.locale,
      created_at: "2026-01-12T09:00:00Z",
      version: 1,
    };
  }

  signIn(email: string, password: string): Session | null {
    const found = Object.values(sessions).find(({ user }) => user.email === email);
    if (!found || password !== this.password) return null;
    this.session = structuredClone(found);
    return this.session;
  }

  list(states: readonly string[], rule: string | null, campaign: string | null): ActionSummary[] {
    return [...this.actions.values()]
      .filter((action) => states.length === 0 || states.includes(action.state))
      .filter((action) => rule === null || action.rule?.id === rule)
      .filter((action) => campaign === null || action.campaign?.id === campaign)
      .sort((a, b) =>
        a.state === "awaiting_approval" && b.state === "awaiting_approval"
          ? Date.parse(a.expires_at ?? a.created_at) - Date.parse(b.expires_at ?? b.created_at)
          : Date.parse(b.updated_at) - Date.parse(a.updated_at),
      );
  }

  counts() {
    const all = [...this.actions.values()];
    const count = (...states: ActionState[]) => all.filter(({ state }) => states.includes(state)).length;
    return {
      awaiting_approval: count("awaiting_approval"),
      in_flight: count("approved", "intent", "retrying", "unknown", "accepted"),
      applied_today: count("applied"),
      failed: count("dead", "blocked"),
    };
  }

  approve(action: ActionDetail, by: Session): ActionDetail {
    action.approvals.push({
      user: by.user.id,
      name: by.user.name,
      decision: "approve",
      reason: null,
      at: iso(this.now()),
    });
    this.#move(action, "approved", by.user.name, null);
    this.#later(() => this.#move(action, "intent", null, "Condition and current value checked again"));
    this.#later(() => this.#apply(action), 2);
    return action;
  }

  reject(action: ActionDetail, by: Session, reason: string): ActionDetail {
    action.approvals.push({
      user: by.user.id,
      name: by.user.name,
      decision: "reject",
      reason,
      at: iso(this.now()),
    });
    return this.#move(action, "rejected", by.user.name, reason);
  }

  undo(action: ActionDetail, by: Session): ActionDetail {
    const back = this.#action({
      kind: action.kind === "pause" ? "resume" : action.kind === "resume" ? "pause" : "set_budget",
      campaign: this.campaign(action.campaign?.id),
      before: action.after,
      after: action.before,
      change: action.per_day_change
        ? { ...action.per_day_change, micros: -action.per_day_change.micros }
        : null,
      reason: `Takes back “${action.campaign?.name}”: ${action.before.display} to ${action.after.display}.`,
      person: by.user.name,
      undoes: action.id,
    });
    action.undone_by = back.id;
    action.can.undo = false;
    this.#tell("actions", back);
    return back;
  }

  /** Something outside changes a waiting action, as a newer check of its rule does. */
  change(action: ActionDetail, after: { display: string; micros: number }): void {
    action.after = after;
    action.version += 1;
    action.updated_at = iso(this.now());
    this.#tell("actions", action);
  }

  campaign(id: string | undefined): Campaign {
    const found = this.campaigns.find((campaign) => campaign.id === id);
    if (!found) throw new Error(`no campaign ${id}`);
    return found;
  }

  /** Proposes a change that a person asks for, as the campaign page does. */
  ask(
    campaign: Campaign,
    kind: ActionSummary["kind"],
    after: ActionSummary["after"],
    change: Money | null,
    reason: string,
  ): ActionDetail {
    const budget = campaign.budget ?? money(0, campaign.account.currency);
    const made = this.#action({
      kind,
      campaign,
      before:
        kind === "set_budget"
          ? { display: show(budget), micros: budget.micros }
          : { display: campaign.status === "active" ? "Active" : "Paused", micros: null },
      after,
      change,
      reason,
      person: this.session?.user.name ?? "",
    });
    this.tell("actions", made);
    return made;
  }

  /** More campaigns and waiting changes than a person can look at, and names from hell. */
  #grow({ campaigns: wanted = 0, waiting = 0, hostile = false }: DeskOptions): void {
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
      this.campaigns.push(made);
      return made;
    };
    if (hostile) {
      hostileNames.forEach((name, at) => {
        const made = make(name, at + 1);
        if (at % 2 === 0) this.#pause(made, 60 + at, minutes(30 + at), hours(2 + at));
        else this.#budget(made, "raise", "4.20", minutes(30 + at), hours(2 + at));
      });
    }
    for (let at = this.campaigns.length; at < wanted; at += 1) {
      make(`${themes[at % themes.length]} ${kinds[at % kinds.length]} ${String(at).padStart(4, "0")}`, at);
    }
    for (let at = this.counts().awaiting_approval; at < waiting; at += 1) {
      const on = this.campaigns[(at * 3) % this.campaigns.length];
      if (!on) return;
      if (at % 3 === 0) this.#pause(on, 50 + (at % 40), minutes(at), hours(3) + minutes(at));
      else this.#budget(on, at % 2 === 0 ? "raise" : "trim", "2.10", minutes(at), hours(3) + minutes(at));
    }
  }

  /** A topic of the event stream has news. */
  tell(topic: string, action?: ActionDetail): void {
    this.#tell(topic, action);
  }

  #tell(topic: string, action?: ActionDetail) {
    for (const listen of this.listeners)
      listen({ topic, ref: action?.id ?? null, version: action?.version ?? null });
  }

  #later(step: () => void, after = 1) {
    const timer = setTimeout(step, this.#pace * after);
    // A test or a server that is done does not wait for the desk.
    (timer as { unref?: () => void }).unref?.();
  }

  #move(action: ActionDetail, state: ActionState, by: string | null, note: string | null): ActionDetail {
    action.state = state;
    action.version += 1;
    action.updated_at = iso(this.now());
    action.history.push({ at: action.updated_at, state, by, note });
    const waits = state === "awaiting_approval";
    action.can = {
      approve: waits,
      reject: waits,
      undo: state === "applied",
      why_not: waits ? null : "it was already decided",
    };
    this.#tell("actions", action);
    return action;
  }

  #apply(action: ActionDetail) {
    const at = iso(this.now());
    const budget = action.property === "budget";
    action.steps.push({
      seq: 1,
      kind: budget ? "set budget" : "set status",
      state: "done",
      attempt: 1,
      started_at: at,
      finished_at: at,
      request: {
        method: "POST",
        path: `/v21/customers/4821107731/${budget ? "campaignBudgets" : "campaigns"}:mutate`,
        authorization: "[removed]",
        body: {
          operations: [
            budget
              ? { update: { amountMicros: String(action.after.micros) } }
              : { update: { status: action.after.display.toUpperCase() } },
          ],
          partialFailure: false,
        },
      },
      response: {
        status: 200,
        body: { results: [{ resourceName: `customers/4821107731/campaigns/${action.target.external_id}` }] },
      },
      error: null,
    });
    this.#move(action, "applied", null, "The platform confirmed the new value");
  }

  #action(seed: {
    kind: ActionSummary["kind"];
    campaign: Campaign;
    before: ActionSummary["before"];
    after: ActionSummary["after"];
    change: Money | null;
    reason: string;
    rule?: (typeof rules)[keyof typeof rules];
    person?: string;
    decision?: Omit<Decision, "id" | "action_ids" | "rule" | "campaign" | "account">;
    age?: number;
    lapses?: number;
    shared?: number;
    undoes?: string;
  }): ActionDetail {
    const { campaign, rule } = seed;
    const created = this.now() - (seed.age ?? 0);
    const id = makeId();
    const budget = seed.kind === "set_budget";
    let decisionId: string | null = null;
    if (rule && seed.decision) {
      decisionId = makeId();
      this.decisions.set(decisionId, {
        id: decisionId,
        rule: {
          id: rule.id,
          name: rule.name,
          version: rule.version,
          text: rule.text,
          is_analysable: rule.is_analysable,
        },
        campaign: { id: campaign.id, name: campaign.name },
        account: campaign.account,
        action_ids: [id],
        ...seed.decision,
      });
    }
    const who = rule ? rule.name : (seed.person ?? "");
    const action: ActionDetail = {
      id,
      version: 2,
      state: "awaiting_approval",
      kind: seed.kind,
      property: budget ? "budget" : "status",
      account: campaign.account,
      target: {
        kind: budget ? "budget" : "campaign",
        external_id: campaign.external_id,
        name: budget ? `Budget of ${campaign.name}` : campaign.name,
        shared_by: seed.shared ?? 1,
      },
      campaign: { id: campaign.id, name: campaign.name },
      object: null,
      before: seed.before,
      after: seed.after,
      per_day_change: seed.change,
      reason: seed.reason,
      rule: rule ? { id: rule.id, name: rule.name, version: rule.version } : null,
      requested_by: rule ? { kind: "rule", name: rule.name } : { kind: "user", name: seed.person ?? "" },
      decision_id: decisionId,
      created_at: iso(created),
      expires_at: iso(this.now() + (seed.lapses ?? hours(24))),
      not_before: null,
      state_detail: null,
      move: null,
      updated_at: iso(created),
      steps: [],
      approvals: [],
      history: [
        { at: iso(created), state: "proposed", by: who, note: null },
        { at: iso(created + 900), state: "awaiting_approval", by: null, note: "Policy asks for one manager" },
      ],
      undone_by: null,
      undoes: seed.undoes ?? null,
      can: { approve: true, reject: true, undo: false, why_not: null },
    };
    this.actions.set(id, action);
    if (rule)
      rule.waiting = [...this.actions.values()].filter(
        (each) => each.rule?.id === rule.id && each.state === "awaiting_approval",
      ).length;
    return action;
  }

  #pause(campaign: Campaign, cpa: number | null, age: number, lapses: number): ActionDetail {
    const { currency } = campaign.account;
    const spend = (campaign.last_7_days?.spend.micros ?? 0) / 1_000_000;
    const three = money(spend * 0.44, currency);
    const limit = currency === "USD" ? money(45) : money(40, "EUR");
    const floor = currency === "USD" ? money(100) : money(90, "EUR");
    const cost = cpa === null ? "no conversions" : show(money(cpa, currency));
    const times = { at: iso(this.now() - age), dataUntil: iso(this.now() - age - minutes(12)) };
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
    return this.#action({
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

  #budget(
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
    const times = { at: iso(this.now() - age), dataUntil: iso(this.now() - age - minutes(12)) };
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
    return this.#action({
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

  #fill() {
    const c = Object.fromEntries(
      Object.entries(campaigns).map(([key, { id }]) => [key, this.campaign(id)]),
    ) as typeof campaigns;
    this.#pause(c.tents, null, hours(23.4), minutes(38));
    this.#pause(c.prospecting, 67.93, hours(5), hours(3.2));
    this.#budget(c.boots, "raise", "5.41", hours(4), hours(20));
    this.#budget(c.pmax, "trim", "2.30", hours(3), hours(21), 3);
    this.#budget(c.packs, "raise", "4.77", hours(2), hours(22));
    this.#pause(c.stoves, 72.08, hours(2), hours(22));
    this.#budget(c.jackets, "raise", "4.55", hours(1.2), hours(22.8));
    this.#pause(c.sleeping, 83, hours(1), hours(23));
    this.#budget(c.reels, "trim", "1.96", minutes(12), hours(23.8));
    this.#budget(c.outlet, "trim", "1.52", minutes(12), hours(23.8));

    const retrying = this.#budget(c.advantage, "raise", "4.41", hours(1), hours(23));
    this.#move(retrying, "approved", "Mara Lindqvist", null);
    retrying.state_detail =
      "Meta asked to wait: too many calls for this ad account. It is sent again by itself.";
    retrying.not_before = iso(this.now() + minutes(9));
    this.#move(retrying, "retrying", null, retrying.state_detail);

    for (const [campaign, roas] of [
      [c.brandUs, "18.49"],
      [c.brandEu, "14.68"],
    ] as const) {
      const done = this.#budget(campaign, "raise", roas, hours(6), hours(18));
      this.#move(done, "approved", sessions.manager.user.name, null);
      this.#move(done, "intent", null, "Condition and current value checked again");
      this.#apply(done);
    }

    const blocked = this.#budget(c.pmaxB, "raise", "3.71", hours(7), hours(17));
    blocked.state_detail =
      "Guard “No runaway budgets” allows $20,000 a day for the account; this would make it $20,090.";
    this.#move(blocked, "blocked", "No runaway budgets", blocked.state_detail);
    const rejected = this.#pause(c.retarget, 61.2, hours(9), hours(15));
    this.reject(rejected, sessions.manager, "Sale starts tomorrow, keep it running");
    const expired = this.#pause(c.outlet, 57.4, hours(26), -hours(2));
    this.#move(expired, "expired", null, "Nobody decided within 24 hours");
    const dead = this.#budget(c.reels, "raise", "3.90", hours(30), -hours(6));
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
    this.#move(dead, "dead", null, dead.state_detail);

    const id = makeId();
    const at = iso(this.now() - minutes(12));
    this.decisions.set(id, {
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
}
