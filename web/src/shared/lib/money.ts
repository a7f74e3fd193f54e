import type { Money } from "../api/types";
import { numberFormat } from "./formatters";

/** Millionths, in which the API counts money, of one unit of a currency. */
export const MICROS = 1_000_000;

/** Typographic minus: it has the width of a digit, so that columns of signed amounts line up. */
const withMinus = (text: string) => text.replace("-", "−");

interface Shown {
  signed?: boolean;
  /** Whole units above ten thousand, for table cells: `$12,480`. */
  compact?: boolean;
}

export function formatMoney(money: Money, { signed = false, compact = false }: Shown = {}): string {
  const units = money.micros / MICROS;
  const whole = compact && Math.abs(units) >= 10_000;
  // An amount below the smallest coin would read as zero; a click may cost a fraction of it.
  const tiny = units !== 0 && Math.abs(units) < 0.01;
  const digits = whole ? { maximumFractionDigits: 0 } : tiny ? { maximumSignificantDigits: 2 } : {};
  return withMinus(
    numberFormat({
      style: "currency",
      currency: money.currency,
      currencyDisplay: "narrowSymbol",
      signDisplay: signed ? "exceptZero" : "auto",
      ...digits,
    }).format(units),
  );
}

export type SpendDirection = "more" | "less" | "same";

export function spendDirection(change: Money): SpendDirection {
  if (change.micros === 0) return "same";
  return change.micros > 0 ? "more" : "less";
}

/** Totals per currency, largest absolute first; amounts of different currencies are never added. */
export function totals(amounts: readonly (Money | null)[]): Money[] {
  const sums = new Map<string, number>();
  for (const amount of amounts) {
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.micros);
  }
  return [...sums]
    .map(([currency, micros]) => ({ currency, micros }))
    .sort((a, b) => Math.abs(b.micros) - Math.abs(a.micros));
}
