import type { Notification } from "~/shared/api/types";

export interface Day {
  /** `2026-03-04`, in the reader's own zone. */
  day: string;
  notifications: Notification[];
}

const calendar = new Intl.DateTimeFormat("en-CA");

export const dayOf = (at: number | string) => calendar.format(new Date(at));

/** Newest day first, as they come. */
export function byDay(notifications: readonly Notification[]): Day[] {
  const days = new Map<string, Notification[]>();
  for (const notification of notifications) {
    const day = dayOf(notification.created_at);
    const same = days.get(day);
    if (same) same.push(notification);
    else days.set(day, [notification]);
  }
  return [...days].map(([day, notifications]) => ({ day, notifications }));
}
