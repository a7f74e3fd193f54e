import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import type { Place } from "../../model/findings";

const BOXES = "input:not([disabled]), textarea, select:not([disabled]), fieldset:not([disabled]) button";

const from = (element: HTMLElement, name: "clause" | "from") => Number(element.dataset[name]);
const clausesOf = (view: HTMLElement) => [...view.querySelectorAll<HTMLElement>("[data-clause]")];

/** Sets the cursor where a piece was written: into its first box; or beside where one was taken out: onto the clause. */
function setCursor(view: HTMLElement, { from: start, to: end }: Place) {
  const within = (at: number) => at >= start && at < end;
  const pieces = [...view.querySelectorAll<HTMLElement>("[data-from]")];
  const piece = pieces.find((each) => within(from(each, "from")));
  const box = piece?.querySelector<HTMLElement>(BOXES);
  if (box) {
    box.focus();
    // What was written to begin with is there to be written over.
    if (box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) box.select();
    return;
  }
  const clauses = clausesOf(view);
  const written = clauses.find((each) => within(from(each, "clause")));
  (written ?? clauses.findLast((each) => from(each, "clause") <= start) ?? clauses[0])?.focus();
}

/**
 * The cursor among clauses. What was added or taken out is looked for once the blocks of that text are on the page. Escape leaves a
 * box for its clause; there the arrows go to the next one, Enter goes back in, and Delete takes the clause out.
 */
export function useCursor(view: RefObject<HTMLElement | null>, blocksOf: string | undefined) {
  const wanted = useRef<{ text: string; place: Place } | null>(null);
  useEffect(() => {
    if (!view.current || wanted.current === null || wanted.current.text !== blocksOf) return;
    setCursor(view.current, wanted.current.place);
    wanted.current = null;
  }, [view, blocksOf]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const clause = target.closest<HTMLElement>("[data-clause]");
    if (!clause || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target !== clause) {
      if (event.key === "Escape") clause.focus();
      return;
    }
    const clauses = clausesOf(event.currentTarget);
    const at = clauses.indexOf(clause);
    const next: Record<string, HTMLElement | null | undefined> = {
      ArrowDown: clauses[at + 1],
      ArrowUp: clauses[at - 1],
      Home: clauses[0],
      End: clauses.at(-1),
      Enter: clause.querySelector<HTMLElement>(BOXES),
    };
    if (event.key === "Delete") clause.querySelector<HTMLElement>("[data-remove]")?.click();
    else if (event.key in next) next[event.key]?.focus();
    else return;
    event.preventDefault();
  };

  return {
    onKeyDown,
    /** Remembers where the cursor goes when the blocks of `text` come. */
    goThere: (text: string, place: Place) => {
      wanted.current = { text, place };
    },
  };
}
