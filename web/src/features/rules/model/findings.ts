import { Text } from "@codemirror/state";
import { type Finding, offsetOf } from "~/shared/editor/problems";
import type { Diagnostic, TextSpan } from "../api/types";

/** Findings of the checker as the editor takes them. */
export function findingsOf(text: string, diagnostics: readonly Diagnostic[]): Finding[] {
  const doc = Text.of(text.split(/\r\n?|\n/));
  return diagnostics.map(({ code, severity, message, history, help, span, fixes }) => ({
    code,
    severity,
    message,
    history,
    help,
    from: offsetOf(doc, span.start),
    to: offsetOf(doc, span.end),
    fixes: fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({
        from: offsetOf(doc, edit.span.start),
        to: offsetOf(doc, edit.span.end),
        insert: edit.text,
      })),
    })),
  }));
}

export interface Place {
  from: number;
  to: number;
}

/** Spans of the API as offsets of the editor, all of one text. */
export function placesIn(text: string): (span: TextSpan) => Place {
  const doc = Text.of(text.split(/\r\n?|\n/));
  return (span) => ({ from: offsetOf(doc, span.start), to: offsetOf(doc, span.end) });
}

export const placeOf = (text: string, span: TextSpan): Place => placesIn(text)(span);
