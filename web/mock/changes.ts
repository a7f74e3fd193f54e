// What waits, what was decided and what became of it on the simulated desk: an approved change moves to applied by itself.
import type {
  ActionDetail,
  ActionState,
  ActionSummary,
  Campaign,
  Decision,
  Money,
  Session,
} from "~/shared/api/types";
import { hours, iso, makeId, money, type rules } from "./catalogue";
import type { Desk } from "./desk";
import { show } from "./figures";

/** What is proposed, by a rule with its decision or by a person. */
export interface Proposed {
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
}

export class Changes {
  readonly actions = new Map<string, ActionDetail>();
  readonly decisions = new Map<string, Decision>();
  /** Which shadow decided, by decision; the others were meant. */
  readonly simulatedBy = new Map<string, string>();
  readonly #desk: Desk;
  readonly #pace: number;

  /** `pace` is in milliseconds between the steps of an approved change. */
  constructor(desk: Desk, pace: number) {
    this.#desk = desk;
    this.#pace = pace;
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
      at: iso(this.#desk.now()),
    });
    this.move(action, "approved", by.user.name, null);
    this.#later(() => this.move(action, "intent", null, "Condition and current value checked again"));
    this.#later(() => this.apply(action), 2);
    return action;
  }

  reject(action: ActionDetail, by: Session, reason: string): ActionDetail {
    action.approvals.push({
      user: by.user.id,
      name: by.user.name,
      decision: "reject",
      reason,
      at: iso(this.#desk.now()),
    });
    return this.move(action, "rejected", by.user.name, reason);
  }

  undo(action: ActionDetail, by: Session): ActionDetail {
    const back = this.propose({
      kind: action.kind === "pause" ? "resume" : action.kind === "resume" ? "pause" : "set_budget",
      campaign: this.#desk.campaign(action.campaign?.id),
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
    this.#desk.tell("actions", back);
    return back;
  }

  /** Something outside changes a waiting action, as a newer check of its rule does. */
  change(action: ActionDetail, after: { display: string; micros: number }): void {
    action.after = after;
    action.version += 1;
    action.updated_at = iso(this.#desk.now());
    this.#desk.tell("actions", action);
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
    const made = this.propose({
      kind,
      campaign,
      before:
        kind === "set_budget"
          ? { display: show(budget), micros: budget.micros }
          : { display: campaign.status === "active" ? "Active" : "Paused", micros: null },
      after,
      change,
      reason,
      person: this.#desk.session?.user.name ?? "",
    });
    this.#desk.tell("actions", made);
    return made;
  }

  #later(step: () => void, after = 1) {
    const timer = setTimeout(step, this.#pace * after);
    // A test or a server that is done does not wait for the desk.
    (timer as { unref?: () => void }).unref?.();
  }

  move(action: ActionDetail, state: ActionState, by: string | null, note: string | null): ActionDetail {
    action.state = state;
    action.version += 1;
    action.updated_at = iso(this.#desk.now());
    action.history.push({ at: action.updated_at, state, by, note });
    const waits = state === "awaiting_approval";
    action.can = {
      approve: waits,
      reject: waits,
      undo: state === "applied",
      why_not: waits ? null : "it was already decided",
    };
    this.#desk.tell("actions", action);
    return action;
  }

  apply(action: ActionDetail) {
    const at = iso(this.#desk.now());
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
    this.move(action, "applied", null, "The platform confirmed the new value");
  }

  propose(seed: Proposed): ActionDetail {
    const { campaign, rule } = seed;
    const created = this.#desk.now() - (seed.age ?? 0);
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
      expires_at: iso(this.#desk.now() + (seed.lapses ?? hours(24))),
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
}
