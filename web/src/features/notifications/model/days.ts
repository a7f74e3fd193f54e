import type { Notification } from "~/shared/api/types";
import { grouped } from "~/shared/lib/grouped";

export interface Day {
  /** `2026-03-04`, in the reader's own zone. */
  day: string;
  notifications: readonly Notification[];
}

const calendar = new Intl.DateTimeFormat("en-CA");

export const dayOf = (at: number | string) => calendar.format(new Date(at));

/** Newest day first, as they come. */
export const byDay = (notifications: readonly Notification[]): Day[] =>
  grouped(notifications, ({ created_at }) => dayOf(created_at)).map(([day, of]) => ({
    day,
    notifications: of,
  }));
