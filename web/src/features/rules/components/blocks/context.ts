import { createContext, use } from "react";
import type { Problem } from "~/shared/editor/problems";
import type { TextEdit, TextSpan } from "../../api/types";
import type { Place } from "../../model/findings";

/** What every block and field of a text shares. */
interface Blocks {
  readOnly: boolean;
  /** Where something stands in the text that the blocks are of. */
  placeOf: (span: TextSpan) => Place;
  /** Writes what was filled in. */
  change: (edits: TextEdit[]) => void;
  /** Adds or takes out a piece, and goes on with the cursor there. */
  rework: (edits: TextEdit[]) => void;
  editText: (span: TextSpan) => void;
  /** Opens the page of a finding. */
  explain: (code: string) => void;
  /** What the checker found that begins within a stretch, with the id of each message on the page. */
  found: (place: Place) => readonly { id: string; problem: Problem }[];
}

export const BlocksContext = createContext<Blocks | null>(null);

export function useBlocks(): Blocks {
  const blocks = use(BlocksContext);
  if (!blocks) throw new Error("a block stands outside of its text");
  return blocks;
}

/** What a box says of itself when the checker found something in it. */
export function useFindings(span: TextSpan) {
  const { found, placeOf } = useBlocks();
  const place = placeOf(span);
  // What is wrong with more than this box is said of the whole clause.
  const within = found(place).filter(({ problem }) => problem.to <= place.to);
  if (within.length === 0) return {};
  const faulty = within.some(({ problem }) => problem.severity === "error");
  return {
    "aria-describedby": within.map(({ id }) => id).join(" "),
    "aria-invalid": faulty || undefined,
    "data-severity": faulty ? ("error" as const) : ("warning" as const),
  };
}
