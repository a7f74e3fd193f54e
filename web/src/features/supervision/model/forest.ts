// The flat list of actors as a tree: order, depth, and the health of what is below.
import type { Actor } from "~/shared/api/types";

/** Worst first: what a person has to look at stands on top. */
const severity: Record<Actor["state"], number> = {
  quarantined: 4,
  backing_off: 3,
  stopped: 2,
  starting: 1,
  running: 0,
};

/** From here on an actor counts as not healthy; one that starts is only young. */
const UNWELL = severity.stopped;

export const isUnwell = (actor: Actor) => severity[actor.state] >= UNWELL;

export interface Branch {
  actor: Actor;
  depth: number;
  children: Branch[];
  /** Actors below this one. */
  below: number;
  /** Actors below this one that are not healthy. */
  unwellBelow: number;
  /** The worst state in this branch, itself included. */
  worst: number;
}

export function forestOf(actors: readonly Actor[]): Branch[] {
  const ids = new Set(actors.map(({ id }) => id));
  const below = new Map<string | null, Actor[]>();
  for (const actor of actors) {
    // One whose parent is not in the answer stands at the root rather than nowhere.
    const parent = actor.parent != null && ids.has(actor.parent) ? actor.parent : null;
    const siblings = below.get(parent);
    if (siblings) siblings.push(actor);
    else below.set(parent, [actor]);
  }
  const grow = (parent: string | null, depth: number): Branch[] =>
    (below.get(parent) ?? [])
      .map((actor) => {
        const children = grow(actor.id, depth + 1);
        return {
          actor,
          depth,
          children,
          below: children.reduce((sum, child) => sum + child.below + 1, 0),
          unwellBelow: children.reduce(
            (sum, child) => sum + child.unwellBelow + (isUnwell(child.actor) ? 1 : 0),
            0,
          ),
          worst: children.reduce((worst, child) => Math.max(worst, child.worst), severity[actor.state]),
        };
      })
      .sort((a, b) => b.worst - a.worst || a.actor.name.localeCompare(b.actor.name, "en", { numeric: true }));
  return grow(null, 0);
}

/** The rows on the page: every branch whose ancestors are all open. */
export function visibleRows(
  forest: readonly Branch[],
  isOpen: (branch: Branch) => boolean,
  keep: (branch: Branch) => boolean,
): Branch[] {
  return forest.flatMap((branch) =>
    keep(branch) ? [branch, ...(isOpen(branch) ? visibleRows(branch.children, isOpen, keep) : [])] : [],
  );
}

/** Every actor below a branch, nearest first. */
export function descendants(branch: Branch): Actor[] {
  const found: Actor[] = [];
  let level = branch.children;
  while (level.length > 0) {
    found.push(...level.map(({ actor }) => actor));
    level = level.flatMap(({ children }) => children);
  }
  return found;
}

export function branchOf(forest: readonly Branch[], id: string): Branch | undefined {
  for (const branch of forest) {
    const found = branch.actor.id === id ? branch : branchOf(branch.children, id);
    if (found) return found;
  }
  return undefined;
}

/** Whether a branch, or anything below it, passes. */
export function holds(branch: Branch, passes: (actor: Actor) => boolean): boolean {
  return passes(branch.actor) || branch.children.some((child) => holds(child, passes));
}
