// Findings of the checker inside of the editor. They come from the language server as the text is typed, or from a check of
// the whole text when that server is away; both end here, move with the text, and carry their fixes.
import { type Diagnostic, forEachDiagnostic, setDiagnostics, setDiagnosticsEffect } from "@codemirror/lint";
import type { EditorState, Text, TransactionSpec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { fixWords, foreignTitle, type PastOfFinding, pastWords } from "../lib/finding-words";

export type Severity = "error" | "warning" | "hint";

export interface TextEdit {
  from: number;
  to: number;
  insert: string;
}

export interface Fix {
  title: string;
  /** It cannot change what the rule does. */
  safe: boolean;
  edits: readonly TextEdit[];
}

export interface Problem {
  /** `E0101`; null where the finding has no page. */
  code: string | null;
  severity: Severity;
  message: string;
  /** What the organisation's own past says of it. */
  history: PastOfFinding | null;
  help: string | null;
  from: number;
  to: number;
  line: number;
  fixes: readonly Fix[];
  /** The text that `fixes` speak of. */
  doc: Text;
}

interface RuleDiagnostic extends Diagnostic {
  code: string | null;
  history: PastOfFinding | null;
  help: string | null;
  fixes: readonly Fix[];
  /** The text that `fixes` speak of. */
  doc: Text;
}

export interface Position {
  line: number;
  character: number;
}

/** An offset in `doc`; positions beyond its end are its end. */
export function offsetOf(doc: Text, { line, character }: Position): number {
  if (line >= doc.lines) return doc.length;
  const found = doc.line(line + 1);
  return Math.min(found.to, found.from + character);
}

export interface Finding {
  code: string | null;
  severity: Severity;
  message: string;
  /** What the organisation's own past says of it. */
  history: PastOfFinding | null;
  help: string | null;
  from: number;
  to: number;
  fixes: readonly Fix[];
}

/** A sentence of the checker, in which names and texts stand in backticks. */
function paragraph(sentence: string): HTMLParagraphElement {
  const line = document.createElement("p");
  sentence.split(/`([^`]*)`/).forEach((piece, at) => {
    if (at % 2 === 0) line.append(piece);
    else line.appendChild(document.createElement("code")).textContent = piece;
  });
  return line;
}

function english(sentence: string, className: string): HTMLParagraphElement {
  const line = paragraph(sentence);
  line.lang = "en";
  line.className = className;
  return line;
}

/** What a fix does to `doc`, in the reader's language where its edit says it. */
export const fixTitle = (doc: Text, { title, edits }: Fix) =>
  fixWords(
    title,
    edits.map(({ from, to, insert }) => ({ before: doc.sliceString(from, to), after: insert })),
  );

/** The findings of a check of `doc`, which is the text on the page or one that it has moved on from. */
export function problemsFound(state: EditorState, doc: Text, findings: readonly Finding[]): TransactionSpec {
  const current = state.doc.eq(doc);
  const end = state.doc.length;
  return setDiagnostics(
    state,
    findings.map(({ code, severity, message, history, help, from, to, fixes }): RuleDiagnostic => {
      const start = Math.min(from, end);
      return {
        from: start,
        to: Math.max(start, Math.min(to, end)),
        severity,
        message,
        history,
        help,
        code,
        doc,
        fixes: current ? fixes : [],
        ...(code === null ? {} : { source: code }),
        renderMessage: () => {
          const box = document.createElement("div");
          box.className = "cm-finding";
          const title = foreignTitle(code);
          if (title !== undefined) box.appendChild(paragraph(title));
          box.appendChild(english(message, title === undefined ? "" : "cm-finding-help"));
          if (history !== null) box.appendChild(paragraph(pastWords(history))).className = "cm-finding-help";
          if (help !== null) box.appendChild(english(help, "cm-finding-help"));
          return box;
        },
        actions: (current ? fixes : []).map((fix) => ({
          name: fixTitle(doc, fix).replaceAll("`", ""),
          apply: (view: EditorView) => applyFix(view, doc, fix),
        })),
      };
    }),
  );
}

/** Applies a fix if the text is still the one it was offered for. */
export function applyFix(view: EditorView, doc: Text, fix: Fix): boolean {
  if (!view.state.doc.eq(doc)) return false;
  const transaction = view.state.update({ changes: [...fix.edits], userEvent: "input.fix" });
  view.dispatch(transaction);
  let open: number | undefined;
  transaction.changes.iterChanges((_from, _to, from, _end, inserted) => {
    const quotes = inserted.toString().indexOf('""');
    if (quotes >= 0) open = from + quotes + 1;
  });
  // A text that is still to be written is written next.
  view.dispatch({ ...(open === undefined ? {} : { selection: { anchor: open } }), scrollIntoView: true });
  if (open !== undefined) view.focus();
  return true;
}

/** What the checker found, at its present place, errors before warnings of the same line. */
export function problemsOf(state: EditorState): Problem[] {
  const found: Problem[] = [];
  forEachDiagnostic(state, (diagnostic, from, to) => {
    const { code, history, help, fixes, doc, message, severity } = diagnostic as RuleDiagnostic;
    found.push({
      code: code ?? null,
      severity: severity === "info" ? "hint" : severity,
      message,
      history: history ?? null,
      help: help ?? null,
      from,
      to,
      line: state.doc.lineAt(from).number,
      doc: doc ?? state.doc,
      fixes: doc && state.doc.eq(doc) ? fixes : [],
    });
  });
  const order = { error: 0, warning: 1, hint: 2 };
  return found.sort((a, b) => a.from - b.from || order[a.severity] - order[b.severity]);
}

/** Calls back with the findings whenever they or the text below them have changed. */
export function watchProblems(report: (problems: Problem[]) => void) {
  return EditorView.updateListener.of(({ state, docChanged, transactions }) => {
    if (
      docChanged ||
      transactions.some(({ effects }) => effects.some((effect) => effect.is(setDiagnosticsEffect)))
    ) {
      report(problemsOf(state));
    }
  });
}
