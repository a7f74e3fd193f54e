import type { Money } from "../api/types";
import { MoneyChange } from "./money-change";

interface EffectOnSpendProps {
  property: string | null;
  /** Null where it is not known. */
  change: Money | null;
}

/** What one change of several does to spend in a day. A label never does anything to it, and does not say so each time. */
export function EffectOnSpend({ property, change }: EffectOnSpendProps) {
  return change !== null && property !== "label" ? <MoneyChange change={change} look="short" /> : null;
}
