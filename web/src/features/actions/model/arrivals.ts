/** What is known of a list that is read page by page. */
export interface Known {
  /** Every change that was ever on it. */
  ids: ReadonlySet<string>;
  /** Whether the last page was read: then nothing more lies below. */
  whole: boolean;
}

export const nothingKnown: Known = { ids: new Set(), whole: false };

/**
 * How many of these came by themselves. Below the last one that was known, a change may have been there all along: it is
 * of the next page, or moved up when another was decided. Above it, or when the list was whole, it is new.
 */
export function countArrivals(known: Known, ids: readonly string[]): number {
  const judged = known.whole ? ids.length : ids.findLastIndex((id) => known.ids.has(id)) + 1;
  return ids.slice(0, judged).filter((id) => !known.ids.has(id)).length;
}

export const learn = (known: Known, ids: readonly string[], whole: boolean): Known => ({
  ids: new Set([...known.ids, ...ids]),
  whole,
});
