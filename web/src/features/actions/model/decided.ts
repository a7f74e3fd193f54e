// What this person decided in this browser since the page was opened. It lies over the server's lists: a change
// leaves the list the moment a key is pressed, comes back with a reason if the server refuses, and a list that was
// read meanwhile cannot bring it back for a blink.
import { create } from "zustand";
import type { ApiProblem } from "~/shared/api/problem";
import type { ActionDetail, ActionSummary } from "~/shared/api/types";

export type Verb = "approve" | "reject";

export interface Decided {
  verb: Verb;
  phase: "sending" | "recorded" | "refused";
  /** What the person saw when deciding. */
  seen: ActionSummary;
  /** The version the server answered with; only a newer one may stand in the waiting list again. */
  version: number;
  problem?: ApiProblem;
  /** What the action had become, when it moved on before the decision arrived. */
  current?: ActionDetail;
  /** Order of deciding, latest highest. */
  turn: number;
}

interface DecidedStore {
  byId: ReadonlyMap<string, Decided>;
  record: (id: string, decided: Omit<Decided, "turn">) => void;
  forget: (id: string) => void;
  clear: () => void;
}

let turn = 0;

export const useDecided = create<DecidedStore>((set) => ({
  byId: new Map(),
  record: (id, decided) => {
    turn += 1;
    set(({ byId }) => {
      const before = decided.phase === "sending" ? undefined : byId.get(id)?.turn;
      return { byId: new Map(byId).set(id, { ...decided, turn: before ?? turn }) };
    });
  },
  forget: (id) =>
    set(({ byId }) => {
      const rest = new Map(byId);
      rest.delete(id);
      return { byId: rest };
    }),
  clear: () => set({ byId: new Map() }),
}));

/** Whether a change still waits, seen through what was just decided here. */
export function stillWaits(action: ActionSummary, decided: Decided | undefined): boolean {
  if (!decided || decided.phase === "refused") return true;
  return decided.phase === "recorded" && action.version > decided.version;
}

/** The latest decisions of this person, newest first. */
export function latest(byId: ReadonlyMap<string, Decided>, count: number): [string, Decided][] {
  return [...byId]
    .filter(([, decided]) => decided.phase !== "refused")
    .sort(([, a], [, b]) => b.turn - a.turn)
    .slice(0, count);
}
