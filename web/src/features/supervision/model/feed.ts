// What a person has seen of the actors since the page was opened: how fast each works and what happened to it. The
// server tells only how things are; two answers together tell what changed.
import type { Actor, ActorTree } from "~/shared/api/types";

export type ActorEvent = { id: string; at: string } & (
  | { what: "state"; from: Actor["state"]; to: Actor["state"] }
  | { what: "restart"; restarts: number }
  | { what: "error"; error: string }
);

export interface Feed {
  last: ActorTree | undefined;
  /** Messages per second between the last two answers; absent where it cannot be told. */
  rates: ReadonlyMap<string, number>;
  /** Newest first. */
  events: readonly ActorEvent[];
}

export const emptyFeed: Feed = { last: undefined, rates: new Map(), events: [] };

const KEPT = 400;

function eventsOf(before: Actor, now: Actor, at: string): ActorEvent[] {
  const events: ActorEvent[] = [];
  if (now.state !== before.state) {
    events.push({ id: now.id, at, what: "state", from: before.state, to: now.state });
  }
  if (now.restarts > before.restarts) {
    events.push({ id: now.id, at, what: "restart", restarts: now.restarts });
  }
  const error = now.last_error ?? null;
  if (error !== null && error !== (before.last_error ?? null)) {
    events.push({ id: now.id, at, what: "error", error });
  }
  return events;
}

/** The feed after one more answer. An answer that is not newer changes nothing. */
export function observe(feed: Feed, answer: ActorTree): Feed {
  const { last } = feed;
  if (!last) return { ...feed, last: answer };
  const seconds = (Date.parse(answer.at) - Date.parse(last.at)) / 1000;
  if (seconds <= 0) return feed;
  const before = new Map(last.tree.map((actor) => [actor.id, actor]));
  const rates = new Map<string, number>();
  const events: ActorEvent[] = [];
  for (const actor of answer.tree) {
    const known = before.get(actor.id);
    if (!known) continue;
    // A counter that went back belongs to a new life of the actor.
    if (actor.handled >= known.handled) rates.set(actor.id, (actor.handled - known.handled) / seconds);
    events.push(...eventsOf(known, actor, answer.at));
  }
  return { last: answer, rates, events: [...events, ...feed.events].slice(0, KEPT) };
}

/** How many actors are not as they are shown. */
export function countChanged(shown: ActorTree, latest: ActorTree): number {
  if (shown === latest) return 0;
  const before = new Map(shown.tree.map((actor) => [actor.id, actor]));
  const changed = latest.tree.filter((actor) => {
    const known = before.get(actor.id);
    return (
      !known ||
      known.state !== actor.state ||
      known.mailbox !== actor.mailbox ||
      known.handled !== actor.handled ||
      known.restarts !== actor.restarts ||
      known.last_error !== actor.last_error
    );
  }).length;
  const ids = new Set(latest.tree.map(({ id }) => id));
  return changed + shown.tree.filter(({ id }) => !ids.has(id)).length;
}
