import { numberFormat } from "./formatters";

export function formatCount(value: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(value);
}

/**
 * Platforms attribute fractions of a conversion; two digits are shown only where there is a fraction, or always where
 * numbers stand above one another.
 */
export function formatConversions(value: number, { inColumn = false } = {}): string {
  return numberFormat({
    minimumFractionDigits: inColumn ? 2 : 0,
    maximumFractionDigits: 2,
  }).format(value);
}

export function formatRatio(value: number): string {
  return numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

export function formatShare(value: number): string {
  return numberFormat({ style: "percent", maximumFractionDigits: 1 }).format(value);
}

/** How many a second: one digit where it is slow, whole numbers where it is fast. */
export function formatRate(value: number): string {
  return numberFormat({ maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
