// A line too long for the editor goes on below its own indentation, not at the margin.
import { RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

/** How much deeper than its line the rest stands, in characters. */
const DEEPER = 4;
const lines = new Map<number, Decoration>();

function hanging(indent: number): Decoration {
  const known = lines.get(indent);
  if (known) return known;
  const depth = `${indent + DEEPER}ch`;
  const made = Decoration.line({
    attributes: { style: `padding-inline-start: calc(8px + ${depth}); text-indent: -${depth}` },
  });
  lines.set(indent, made);
  return made;
}

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const found = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at);
      const indent = line.text.length - line.text.trimStart().length;
      found.add(line.from, line.from, hanging(indent));
      at = line.to + 1;
    }
  }
  return found.finish();
}

export const hangingIndent = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
