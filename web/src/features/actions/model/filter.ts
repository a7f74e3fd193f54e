// What the inbox can be narrowed and ordered by.
import type { ActionSummary } from "~/shared/api/types";
import type { Tab } from "./states";

export const orders = ["expires_at", "-created_at", "-per_day_change", "-updated_at"] as const;
export type Order = (typeof orders)[number];

export const kinds: readonly ActionSummary["kind"][] = [
  "pause",
  "resume",
  "set_budget",
  "set_bid",
  "set_target_cpa",
  "set_target_roas",
  "add_negative_keyword",
  "remove_negative_keyword",
  "add_label",
  "remove_label",
];

/** The inbox's address: which list, how it is narrowed and ordered, and the change that is open. */
export interface InboxSearch {
  tab?: Tab | undefined;
  selected?: string | undefined;
  rule?: string | undefined;
  campaign?: string | undefined;
  account?: string | undefined;
  brand?: string | undefined;
  kind?: ActionSummary["kind"] | undefined;
  q?: string | undefined;
  sort?: Order | undefined;
}

/** The same list with another change open. These links stand only on the inbox and on pages without a search. */
export const withSelected =
  (selected: string) =>
  (before: object): InboxSearch => ({ ...(before as InboxSearch), selected });

/** From this much a day, in whole units of any one currency, approving several at once asks for a second look. */
const LARGE = 1_000;

export function isLarge(perDay: readonly { micros: number }[]): boolean {
  return perDay.some(({ micros }) => Math.abs(micros) >= LARGE * 1_000_000);
}
