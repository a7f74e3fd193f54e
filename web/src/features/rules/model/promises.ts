// Promises that a guard can be given: each in its plainest form, to be made into the one that is meant.
import {
  type GuardLevel,
  type GuardScope,
  isUnder,
  levelNames,
  levels,
  type Platform,
  readGuard,
} from "./guard-scope";
import { sampleMoney } from "./literal";

/** What a promise is about: a property's amounts, or that something goes on running. */
export type Promised =
  | "budget"
  | "doubling"
  | "account"
  | "step"
  | "bid"
  | "bidStep"
  | "target"
  | "roas"
  | "pause"
  | "pauseSome"
  | `paused ${GuardLevel}`;

type Amount = "budget" | "bid" | "target";

const SETS: readonly Platform[] = ["meta", "tiktok"];

/** Where an amount of a level can be changed, and with it bounded. Nobody bids on an ad by itself. */
const WRITTEN: Record<GuardLevel, Partial<Record<Amount, readonly Platform[]>>> = {
  campaigns: { budget: ["google", "meta", "tiktok", "amazon"], target: ["google"] },
  "ad groups": { budget: SETS, bid: ["google", "meta", "tiktok", "amazon"], target: SETS },
  ads: {},
  keywords: { bid: ["google", "amazon"] },
  targets: { bid: ["amazon"] },
};

const AMOUNTS: Record<Amount, readonly Promised[]> = {
  budget: ["budget", "doubling", "step"],
  bid: ["bid", "bidStep"],
  target: ["target", "roas"],
};

/** What a guard can promise of its objects, and of what stands under them, on the platforms it is for. */
export function promisesOf({ level, platforms }: GuardScope): Promised[] {
  if (level === undefined) return [];
  const there = (on: readonly Platform[] | undefined) =>
    on?.some((each) => platforms.length === 0 || platforms.includes(each)) ?? false;
  const existing = (of: GuardLevel) => there(levels[of].on);
  // A guard on what one of its platforms does not have is none, whatever it promises.
  if (!platforms.every((each) => levels[level].on.includes(each))) return [];
  const bound = levelNames.filter((each) => isUnder(each, level));
  const amounts = (Object.keys(AMOUNTS) as Amount[]).flatMap((amount) =>
    bound.some((each) => there(WRITTEN[each][amount])) ? AMOUNTS[amount] : [],
  );
  return [
    ...amounts,
    ...(level === "campaigns" ? (["account"] as const) : []),
    "pause",
    "pauseSome",
    ...bound.filter(existing).map((each) => `paused ${each}` as const),
  ];
}

/** The promise as the language writes it, in the money that the text speaks of. */
export function promiseText(promise: Promised, text: string, level: GuardLevel = "campaigns"): string {
  switch (promise) {
    case "budget":
      return `never raise budget above ${sampleMoney(text, "1000")}`;
    case "doubling":
      return "never raise budget above 200% of budget at start of day";
    case "account":
      return `never raise total budget of account above ${sampleMoney(text, "20000")}`;
    case "step":
      return "never change budget by more than 30% per day";
    case "bid":
      return `never raise bid above ${sampleMoney(text, "5")}`;
    case "bidStep":
      return "never change bid by more than 20% per day";
    case "target":
      return `never raise target_cpa above ${sampleMoney(text, "60")}`;
    case "roas":
      return "never lower target_roas below 2";
    case "pause":
      return "never pause";
    case "pauseSome":
      // Keywords and targets are known by what they aim at; not every platform labels them.
      return level === "keywords" || level === "targets"
        ? 'never pause where name matches "*brand*"'
        : 'never pause where labels has "brand"';
    default:
      return `at most 30% of ${promise.slice("paused ".length)} paused per day`;
  }
}

/** The text with a line more, before the brace that ends its guard; undefined where none ends. */
export function promiseEdit(text: string, promise: Promised) {
  const guard = readGuard(text);
  if (guard?.end === undefined) return undefined;
  const line = `\n  ${promiseText(promise, text, guard.scope.level)}`;
  return { from: guard.end, to: guard.end, insert: text[guard.end] === "\n" ? line : `${line}\n` };
}
