import { i18next } from "../i18n";
import { dateFormat } from "./formatters";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in at most two units (or one), rounded down: `3 h 12 min`, `2 d 4 h`, `40 s`. */
export function formatDuration(milliseconds: number, units: 1 | 2 = 2): string {
  const length = Math.max(0, milliseconds);
  const parts: [number, "d" | "h" | "min" | "s"][] =
    length >= DAY
      ? [
          [Math.floor(length / DAY), "d"],
          [Math.floor((length % DAY) / HOUR), "h"],
        ]
      : length >= HOUR
        ? [
            [Math.floor(length / HOUR), "h"],
            [Math.floor((length % HOUR) / MINUTE), "min"],
          ]
        : length >= MINUTE
          ? [[Math.floor(length / MINUTE), "min"]]
          : [[Math.floor(length / SECOND), "s"]];
  return parts
    .filter(([amount], index) => index === 0 || (units === 2 && amount > 0))
    .map(([amount, unit]) => `${amount} ${i18next.t(`time.units.${unit}`)}`)
    .join(" ");
}

export type Relative = { when: "now" } | { when: "past" | "future"; length: string };

/** Where an instant lies seen from `now`; both must be of the same clock. */
export function relativeTo(at: number, now: number): Relative {
  const distance = at - now;
  if (Math.abs(distance) < 45 * SECOND) return { when: "now" };
  // One unit is enough for what is past; nobody plans by it.
  const length = formatDuration(Math.abs(distance), distance < 0 ? 1 : 2);
  return { when: distance < 0 ? "past" : "future", length };
}

/** An instant in full, with the zone it is read in: `Wed, 4 Mar 2026, 10:12:05 GMT-5`. */
export function formatInstant(at: number | string, timeZone?: string): string {
  return dateFormat({
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at));
}

/** How far the clocks of a zone are from UTC at an instant: `GMT+1`. */
const offset = (at: Date, timeZone?: string) =>
  dateFormat(
    {
      timeZoneName: "longOffset",
      ...(timeZone === undefined ? {} : { timeZone }),
    },
    "en",
  )
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;

/**
 * The hour of an instant, with its day unless that is today's: `10:12`, `3 Mar, 10:12`. Without `now` no day is today.
 * Where the clocks of `timeZone` differ from the reader's own, it is named: `16:12 GMT+1`.
 */
export function formatMoment(at: number | string, now: number | undefined, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = dateFormat(zone, "en-CA");
  const instant = new Date(at);
  const sameDay = now !== undefined && day.format(instant) === day.format(new Date(now));
  return dateFormat({
    ...(sameDay ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
    ...zone,
    ...(timeZone !== undefined && offset(instant, timeZone) !== offset(instant)
      ? { timeZoneName: "short" }
      : {}),
  }).format(instant);
}

/** The hour of an instant, under a heading that names its day: `10:12`. */
export function formatHour(at: number | string): string {
  return dateFormat({ hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

/** The wall clock of an instant with its weekday: `Wed 10:12`. */
export function formatWallClock(at: number, timeZone?: string): string {
  return dateFormat({
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at));
}

/** A calendar day as the API writes it (`2026-03-04`): `Wed 4 Mar`. Anything else is shown as it came. */
export function formatDay(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  return dateFormat({
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** Both ends of an inclusive span of days: how many calendar days it holds. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY) + 1;
}

/** A span of calendar days in the reader's way of writing it: `3 – 16 Mar 2026`. */
export function formatSpan(from: string, to: string): string {
  const format = dateFormat({
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const [first, last] = [from, to].map((day) => new Date(`${day}T00:00:00Z`));
  if (!first || !last) return `${from} – ${to}`;
  return from === to ? format.format(first) : format.formatRange(first, last);
}

/** A calendar day where there is little room: `4 Mar`. */
export function formatShortDay(day: string): string {
  return dateFormat({ day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** A span of calendar days where there is little room: `19 – 22 Oct`. */
export function formatSpanShort(from: string, to: string): string {
  return dateFormat({ day: "numeric", month: "short", timeZone: "UTC" }).formatRange(
    new Date(`${from}T00:00:00Z`),
    new Date(`${to}T00:00:00Z`),
  );
}
