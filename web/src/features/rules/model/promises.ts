// Promises that a guard can be given: each in its plainest form, to be made into the one that is meant.
import { sampleMoney } from "./literal";

export const promises = ["budget", "doubling", "account", "step", "target", "pause", "paused"] as const;
export type Promised = (typeof promises)[number];

/** The promise as the language writes it, in the money that the text speaks of. */
export function promiseText(promise: Promised, text: string): string {
  switch (promise) {
    case "budget":
      return `never raise budget above ${sampleMoney(text, "1000")}`;
    case "doubling":
      return "never raise budget above 200% of budget at start of day";
    case "account":
      return `never raise total budget of account above ${sampleMoney(text, "20000")}`;
    case "step":
      return "never change budget by more than 30% per day";
    case "target":
      return `never raise target_cpa above ${sampleMoney(text, "60")}`;
    case "pause":
      return 'never pause where labels has "brand"';
    case "paused":
      return "at most 30% of campaigns paused per day";
  }
}

/** The text with a line more, before the brace that ends its guard; undefined where none ends. */
export function promiseEdit(text: string, promise: Promised) {
  const end = text.lastIndexOf("\n}");
  return end < 0 ? undefined : { from: end, to: end, insert: `\n  ${promiseText(promise, text)}` };
}
