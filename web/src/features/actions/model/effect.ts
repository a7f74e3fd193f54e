// What several changes do together: shown before a bulk approval.
import type { ActionSummary, Money } from "~/shared/api/types";
import { totals } from "~/shared/lib/money";

export interface Effect {
  perDay: Money[];
  /** Campaigns that feel it; those on a shared budget are counted once per budget. */
  campaigns: number;
  kinds: Record<ActionSummary["kind"], number>;
}

export function effectOf(actions: readonly ActionSummary[]): Effect {
  const kinds: Effect["kinds"] = {
    pause: 0,
    resume: 0,
    set_budget: 0,
    set_bid: 0,
    set_target_cpa: 0,
    set_target_roas: 0,
    add_negative_keyword: 0,
    remove_negative_keyword: 0,
    add_label: 0,
    remove_label: 0,
  };
  const moved = new Map<string, number>();
  for (const action of actions) {
    kinds[action.kind] += 1;
    const target = `${action.account.id} ${action.target.kind} ${action.target.external_id}`;
    moved.set(target, Math.max(1, action.target.shared_by));
  }
  return {
    perDay: totals(actions.map((action) => action.per_day_change ?? null)),
    campaigns: [...moved.values()].reduce((sum, count) => sum + count, 0),
    kinds,
  };
}
