// Which days a page is about, as it stands in the address. Days are calendar days, written `2026-03-04`.
import { dateFormat } from "./formatters";

const DAY_MS = 86_400_000;

export const presets = ["today", "7d", "14d", "30d", "90d"] as const;
export type Preset = (typeof presets)[number];

export type Comparison = "previous" | "none";

/** The part of an address that names the days. Without it: the default preset, compared with the days before. */
export interface RangeSearch {
  range?: Preset | undefined;
  from?: string | undefined;
  to?: string | undefined;
  compare?: Comparison | undefined;
}

export interface DayRange {
  from: string;
  to: string;
  /** Undefined where the days were chosen one by one. */
  preset: Preset | undefined;
  compare: Comparison;
}

export const DEFAULT_PRESET: Preset = "14d";

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const asDay = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** Whether this is a day of the calendar: the thirtieth of February is not. */
export function isDay(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(at(value)) &&
    asDay(at(value)) === value
  );
}

export const addDays = (day: string, count: number): string => asDay(at(day) + count * DAY_MS);

/** The calendar day of an instant in a zone; without one, in the reader's. */
export function dayIn(instant: number, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = dateFormat({ year: "numeric", month: "2-digit", day: "2-digit", ...zone }, "en-CA");
  return day.format(new Date(instant));
}

/** Reads the days out of an address; what makes no sense there is left out, and every key is written. */
export function readRange(search: Record<string, unknown>): RangeSearch {
  const compare = search.compare === "none" ? "none" : undefined;
  const { from, to } = search;
  if (isDay(from) && isDay(to) && from <= to) return { range: undefined, from, to, compare };
  return {
    range: presets.find((preset) => preset === search.range && preset !== DEFAULT_PRESET),
    from: undefined,
    to: undefined,
    compare,
  };
}

/**
 * The days themselves. A preset of several days ends yesterday: a day that is not over yet would look like a fall
 * beside whole ones.
 */
export function resolveRange(search: RangeSearch, today: string): DayRange {
  const compare = search.compare ?? "previous";
  if (search.from !== undefined && search.to !== undefined) {
    return { from: search.from, to: search.to, preset: undefined, compare };
  }
  const preset = search.range ?? DEFAULT_PRESET;
  if (preset === "today") return { from: today, to: today, preset, compare };
  return { from: addDays(today, -Number.parseInt(preset, 10)), to: addDays(today, -1), preset, compare };
}
