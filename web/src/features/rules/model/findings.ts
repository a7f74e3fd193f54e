import { Text } from "@codemirror/state";
import { type Finding, offsetOf } from "~/shared/editor/problems";
import type { Diagnostic, TextSpan } from "../api/types";

/** Findings of the checker as the editor takes them. */
export function findingsOf(text: string, diagnostics: readonly Diagnostic[]): Finding[] {
  const doc = Text.of(text.split(/\r\n?|\n/));
  return diagnostics.map(({ code, severity, message, help, span, fixes }) => ({
    code,
    severity,
    message,
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

/** A span of the API as offsets of the editor. */
export function placeOf(text: string, span: TextSpan): { from: number; to: number } {
  const doc = Text.of(text.split(/\r\n?|\n/));
  return { from: offsetOf(doc, span.start), to: offsetOf(doc, span.end) };
}
