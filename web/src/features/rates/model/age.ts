// How long a rate counts.

const DAY_MS = 86_400_000;
/** A rate counts on its day and on the seven after it. */
export const COUNTS_DAYS = 7;

/** Whole days from the day of a rate to today. */
export const daysOld = (day: string, today: string): number =>
  Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / DAY_MS);

export const isStale = (day: string, today: string): boolean => daysOld(day, today) > COUNTS_DAYS;
