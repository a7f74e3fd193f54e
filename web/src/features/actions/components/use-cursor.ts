import { useCallback, useEffect, useLayoutEffect, useRef } from "react";

/**
 * After the page itself moved the cursor, decisions by key wait until the new change has been on the page for this
 * long: the second press of a double one must not decide on a change that nobody has read.
 */
const SETTLE_MS = 350;
/** A step that was overtaken, by a click on the change that is open, holds nothing up for longer than this. */
const HEADING_MS = 1_000;
/** How many frames a card may take to exist. */
const FRAMES = 12;

interface CursorOptions {
  /** The ids of the list, in order. */
  ids: readonly string[];
  current: string | undefined;
  /** Whether the first item is opened by itself (there is room for list and decision side by side). */
  pickFirst: boolean;
  onMove: (id: string | undefined) => void;
  /** Brings an item near, so that it exists and can take the focus. */
  reveal: (id: string) => void;
}

/** Where the person is in a list whose items come and go under them. */
export function useCursor({ ids, current, pickFirst, onMove, reveal }: CursorOptions) {
  const place = useRef(0);
  const arrival = useRef<"shown" | "moving" | number>("shown");
  // Where a step leads until that is on the page: the next one counts from there, and nothing is decided meanwhile.
  const heading = useRef<{ id: string; since: number }>(undefined);
  const pending = useCallback(
    () =>
      heading.current && Date.now() - heading.current.since < HEADING_MS ? heading.current.id : undefined,
    [],
  );
  const index = current === undefined ? -1 : ids.indexOf(current);
  if (index >= 0) place.current = index;

  const first = ids[0];
  useEffect(() => {
    if (pickFirst && current === undefined && first !== undefined) onMove(first);
  }, [pickFirst, current, first, onMove]);

  const focus = useCallback(
    (id: string) => {
      let tries = FRAMES;
      const take = () => {
        const card = document.querySelector<HTMLElement>(`[data-action="${CSS.escape(id)}"] [data-card]`);
        if (card) {
          card.scrollIntoView({ block: "nearest" });
          card.focus({ preventScroll: true });
          return;
        }
        // A long list makes its items as they come near.
        if (tries === FRAMES) reveal(id);
        tries -= 1;
        if (tries > 0) requestAnimationFrame(take);
      };
      take();
    },
    [reveal],
  );

  /** One step down or up; from an item that left the list, to what took its place. */
  const step = useCallback(
    (by: 1 | -1): string | undefined => {
      const to = pending();
      const at = to === undefined ? index : ids.indexOf(to);
      const from = at >= 0 ? at : by === 1 ? place.current - 1 : place.current;
      const next = ids[Math.max(0, Math.min(ids.length - 1, from + by))];
      if (next !== undefined) {
        heading.current = next === current ? undefined : { id: next, since: Date.now() };
        onMove(next);
        focus(next);
      }
      return next;
    },
    [ids, index, current, onMove, focus, pending],
  );

  /** To the neighbour of an item that is about to leave. */
  const advance = useCallback(() => {
    const next = ids[index + 1] ?? ids[index - 1];
    arrival.current = "moving";
    onMove(next);
    if (next !== undefined) {
      heading.current = { id: next, since: Date.now() };
      focus(next);
    }
  }, [ids, index, onMove, focus]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another change has come onto the page
  useLayoutEffect(() => {
    heading.current = undefined;
    if (arrival.current === "moving") arrival.current = Date.now();
  }, [current]);
  const settled = useCallback(
    () =>
      pending() === undefined &&
      (arrival.current === "shown" ||
        (arrival.current !== "moving" && Date.now() - arrival.current > SETTLE_MS)),
    [pending],
  );

  return { step, advance, settled };
}
