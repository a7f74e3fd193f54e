import type { ActionMove, MoveLeg } from "~/shared/api/types";

/** Legs that give, the deepest cut first. */
export function gives(move: ActionMove): MoveLeg[] {
  return move.legs.filter((leg) => leg.per_day_change.micros < 0);
}

/** Legs that take. */
export function takes(move: ActionMove): MoveLeg[] {
  return move.legs.filter((leg) => leg.per_day_change.micros >= 0);
}
