// What the tests saw of each comparison, beside its line: a full mark where it came out both ways, half a one where only one, an
// empty one where none. The marks move with the text and go when their line is written anew.
import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, GutterMarker, gutter } from "@codemirror/view";

export interface Covered {
  from: number;
  to: number;
  seen: "both" | "true" | "false" | "neither";
  /** The comparison and what was seen of it, in the reader's language. */
  label: string;
}

const ORDER = ["neither", "false", "true", "both"] as const;

class CoverageMark extends GutterMarker {
  constructor(
    readonly seen: Covered["seen"],
    readonly label: string,
  ) {
    super();
  }

  override eq(other: CoverageMark): boolean {
    return other.seen === this.seen && other.label === this.label;
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement("span");
    mark.className = "cm-covered";
    mark.dataset.seen = this.seen;
    mark.title = this.label;
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", this.label);
    return mark;
  }
}

const setCoverage = StateEffect.define<readonly Covered[]>();

const marks = StateField.define<RangeSet<CoverageMark>>({
  create: () => RangeSet.empty,
  update(before, transaction) {
    let now = before.map(transaction.changes);
    if (transaction.docChanged) {
      const written: { from: number; to: number }[] = [];
      transaction.changes.iterChangedRanges((_a, _b, from, to) => {
        const { doc } = transaction.state;
        written.push({ from: doc.lineAt(from).from, to: doc.lineAt(to).to });
      });
      now = now.update({ filter: (at) => !written.some(({ from, to }) => at >= from && at <= to) });
    }
    for (const effect of transaction.effects) {
      if (effect.is(setCoverage)) now = RangeSet.of(byLine(transaction.state.doc, effect.value), true);
    }
    return now;
  },
});

type Doc = EditorView["state"]["doc"];

/** One mark for a line: the least that was seen of its comparisons, and all of their labels. */
function byLine(doc: Doc, covered: readonly Covered[]) {
  const lines = new Map<number, Covered[]>();
  for (const each of covered) {
    if (each.from > doc.length) continue;
    const { from } = doc.lineAt(each.from);
    lines.set(from, [...(lines.get(from) ?? []), each]);
  }
  return [...lines].map(([from, found]) => {
    const least = ORDER.find((seen) => found.some((each) => each.seen === seen)) ?? "both";
    return new CoverageMark(least, found.map(({ label }) => label).join("\n")).range(from);
  });
}

export const coverage: Extension = [
  marks,
  gutter({
    class: "cm-coverage",
    markers: (view) => view.state.field(marks),
    initialSpacer: () => new CoverageMark("both", ""),
  }),
];

/** Shows what tests of `text` saw; nothing changes when the text has moved on. */
export function showCoverage(view: EditorView, text: string, covered: readonly Covered[]): void {
  if (view.state.doc.toString() === text) view.dispatch({ effects: setCoverage.of(covered) });
}
