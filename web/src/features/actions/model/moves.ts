import type { ActionMove, ActionState, MoveLeg } from "~/shared/api/types";

const ended: readonly ActionState[] = [
  "blocked",
  "rejected",
  "expired",
  "stale",
  "superseded",
  "cancelled",
  "dead",
];

const stands = (leg: MoveLeg) => !ended.includes(leg.state);

/** Legs that give, the deepest cut first; what ended without being applied is left out. */
export function gives(move: ActionMove): MoveLeg[] {
  return move.legs.filter((leg) => stands(leg) && leg.per_day_change.micros < 0);
}

/** Legs that take. */
export function takes(move: ActionMove): MoveLeg[] {
  return move.legs.filter((leg) => stands(leg) && leg.per_day_change.micros >= 0);
}

/** Legs that are no part of it any more. */
export function leftOut(move: ActionMove): MoveLeg[] {
  return move.legs.filter((leg) => !stands(leg));
}
