// What the list of campaigns can be narrowed and ordered by.
import type { Platform } from "~/shared/api/types";

export const platforms: readonly Platform[] = ["google", "meta", "tiktok", "amazon"];

/** The orders that the server knows; each also runs downwards, with a minus. */
export const orders = [
  "name",
  "budget",
  "spend_today",
  "spend_7d",
  "conversions_7d",
  "cpa_7d",
  "roas_7d",
] as const;

export const DEFAULT_SORT = "-spend_7d";

/** The order an address asks for, if it is one and not the usual one. */
export function sortOf(value: unknown): string | undefined {
  if (typeof value !== "string" || value === DEFAULT_SORT) return undefined;
  return orders.some((order) => value === order || value === `-${order}`) ? value : undefined;
}
