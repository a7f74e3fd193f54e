import type { Actor as Node } from "~/shared/api/types";

export type Actor = Node & {
  /** Itself and all below. */
  subtree: { total: number; unhealthy: number; worst: Node["state"] };
  queue: { waiting: number; in_flight: number } | null;
  can: { kill: boolean; quarantine: boolean; resume: boolean; why_not: string | null };
  /** The account, rule or campaign that it stands for. */
  ref: string | null;
  detail: string | null;
};

export interface ActorTree {
  at: string;
  tree: Actor[];
}
