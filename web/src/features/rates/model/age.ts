// How long a rate counts.
import { daysBetween } from "~/shared/lib/time";

/** A rate counts on its day and on the seven after it. */
export const COUNTS_DAYS = 7;

export const isStale = (day: string, today: string): boolean => daysBetween(day, today) > COUNTS_DAYS + 1;
