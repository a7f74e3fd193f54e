import { numberFormat } from "~/shared/lib/formatters";

/** Rates that stand above one another all have as many digits behind the point as the longest of them. */
export function alignedRates(rates: readonly string[]): (rate: string) => string {
  const digits = Math.max(0, ...rates.map((rate) => rate.split(".")[1]?.length ?? 0));
  const format = numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (rate) => format.format(Number(rate));
}
