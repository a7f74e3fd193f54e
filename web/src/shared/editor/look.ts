// How the editor looks in both schemes. Every colour of a text holds 4.5:1 on the surface behind it.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: t.definitionKeyword, color: "var(--adj-brand-text)", fontWeight: "640" },
  { tag: t.keyword, color: "var(--adj-brand-text)" },
  { tag: t.standard(t.variableName), color: "light-dark(#8a1f6b, #f0a3d9)" },
  { tag: t.propertyName, color: "light-dark(#075d68, #74d0dc)" },
  { tag: t.controlKeyword, color: "light-dark(#8f3b00, #ffb27d)", fontWeight: "640" },
  { tag: t.typeName, color: "light-dark(#075d68, #74d0dc)" },
  { tag: t.definition(t.variableName), color: "var(--adj-text)", fontWeight: "640" },
  { tag: t.variableName, color: "var(--adj-text)" },
  { tag: [t.number, t.unit], color: "var(--adj-info)" },
  { tag: t.string, color: "var(--adj-positive)" },
  { tag: [t.escape, t.special(t.string)], color: "var(--adj-brand-text)", fontWeight: "560" },
  { tag: [t.docString, t.lineComment], color: "var(--adj-dim)" },
  { tag: [t.operator, t.punctuation, t.bracket], color: "var(--adj-dim)" },
]);

const frame = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--adj-text)",
    backgroundColor: "var(--adj-surface)",
    fontSize: "0.84375rem",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--mantine-font-family-monospace)",
    lineHeight: "1.7",
    overflow: "auto",
  },
  ".cm-content": { padding: "12px 0 32px", caretColor: "var(--adj-text)" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--adj-text)", borderLeftWidth: "1.6px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "light-dark(#d5defe, #2c3a6e)",
  },
  ".cm-activeLine": { backgroundColor: "light-dark(rgb(62 78 186 / 4%), rgb(165 184 253 / 5%))" },
  ".cm-gutters": {
    backgroundColor: "var(--adj-surface)",
    color: "var(--adj-faint)",
    borderRight: "0",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 2px 0 12px", minWidth: "34px" },
  "@media (max-width: 48em)": {
    ".cm-lineNumbers .cm-gutterElement": { padding: "0 1px 0 4px", minWidth: "22px" },
  },
  ".cm-foldGutter .cm-gutterElement": { padding: "0 2px", cursor: "pointer" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--adj-text)" },
  ".cm-foldPlaceholder": {
    backgroundColor: "var(--adj-neutral-soft)",
    border: "1px solid var(--adj-border)",
    color: "var(--adj-neutral)",
    padding: "0 6px",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--adj-brand-soft-hover)",
    outline: "1px solid light-dark(#a5b8fd, #4a5dd2)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": {
    backgroundColor: "var(--adj-critical-soft)",
  },
  ".cm-selectionMatch": { backgroundColor: "light-dark(#eaeefe, #262f52)" },
  ".cm-placeholder": { color: "var(--adj-faint)" },

  // Findings: the colour is never alone, the gutter carries a sign and the list beneath carries the words.
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "1px" },
  ".cm-lintRange-error": {
    textDecoration: "underline wavy light-dark(#c23b37, #ff8f86) 1.5px",
    textUnderlineOffset: "4px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintRange-warning": {
    textDecoration: "underline wavy light-dark(#a66d00, #eeb154) 1.5px",
    textUnderlineOffset: "4px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintRange-info, .cm-lintRange-hint": {
    textDecoration: "underline dotted light-dark(#045c93, #80c5ff) 2px",
    textUnderlineOffset: "4px",
  },
  ".cm-lintRange-active": { backgroundColor: "var(--adj-caution-soft)" },
  // Drawn here: the library's own signs are images in the address, which the content security policy refuses.
  // What tests saw: full, half or empty, so that the shape says it as well as the colour.
  ".cm-coverage": { width: "13px" },
  // What is said of a line stands beside its first row, however many it takes.
  ".cm-coverage .cm-gutterElement": { padding: "0 2px" },
  ".cm-covered": {
    marginBlockStart: "calc((1lh - 9px) / 2)",
    boxSizing: "border-box",
    width: "9px",
    height: "9px",
    border: "1.5px solid var(--adj-caution)",
    borderRadius: "50%",
  },
  '.cm-covered[data-seen="true"], .cm-covered[data-seen="false"]': {
    background: "linear-gradient(90deg, var(--adj-caution) 50%, transparent 50%)",
  },
  '.cm-covered[data-seen="both"]': {
    borderColor: "var(--adj-positive)",
    background: "var(--adj-positive)",
  },
  ".cm-gutter-lint": { width: "16px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px" },
  ".cm-lint-marker": {
    content: "normal",
    marginBlockStart: "calc((1lh - 10px) / 2)",
    width: "10px",
    height: "10px",
    borderRadius: "50%",
  },
  ".cm-lint-marker-error": { content: "normal", backgroundColor: "light-dark(#c23b37, #ff8f86)" },
  ".cm-lint-marker-warning": {
    content: "normal",
    borderRadius: "2px",
    rotate: "45deg",
    scale: "0.85",
    backgroundColor: "light-dark(#a66d00, #eeb154)",
  },
  ".cm-lint-marker-info, .cm-lint-marker-hint": {
    content: "normal",
    backgroundColor: "light-dark(#045c93, #80c5ff)",
  },
  ".cm-lintPoint:after": { borderBottomColor: "var(--adj-critical)" },

  ".cm-tooltip": {
    // Under every dialog: an answer that comes late must not lie over a question.
    zIndex: "150",
    maxWidth: "min(460px, calc(100vw - 32px))",
    border: "1px solid var(--adj-border-strong)",
    borderRadius: "10px",
    backgroundColor: "var(--adj-raised)",
    color: "var(--adj-text)",
    boxShadow: "0 8px 28px light-dark(rgb(20 25 50 / 14%), rgb(0 0 0 / 50%))",
    fontFamily: '"Inter Variable", system-ui, sans-serif',
    fontSize: "0.8125rem",
    lineHeight: "1.5",
    overflow: "hidden",
  },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--adj-border)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    maxHeight: "15em",
    padding: "4px",
    fontFamily: "var(--mantine-font-family-monospace)",
    fontSize: "0.8125rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: "3px 8px",
    borderRadius: "6px",
    lineHeight: "1.5",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--adj-brand-soft-hover)",
    color: "var(--adj-text)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "680", color: "var(--adj-brand-text)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--adj-dim)", marginLeft: "1em" },
  ".cm-completionIcon": { color: "var(--adj-dim)", opacity: "1", paddingRight: "1em" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 12px", maxWidth: "340px" },
  ".cm-lsp-documentation": { padding: "8px 12px" },
  ".cm-completionInfo .cm-lsp-documentation": { padding: "0" },
  ".cm-lsp-documentation p, .cm-lsp-documentation pre": { margin: "0 0 6px" },
  ".cm-lsp-documentation :last-child": { marginBottom: "0" },
  ".cm-lsp-documentation pre": { whiteSpace: "pre-wrap", fontSize: "0.78125rem" },
  ".cm-lsp-documentation code": {
    fontFamily: "var(--mantine-font-family-monospace)",
    fontSize: "0.92em",
  },
  ".cm-lsp-documentation hr": { border: "0", borderTop: "1px solid var(--adj-border)", margin: "8px 0" },

  ".cm-panels": {
    backgroundColor: "var(--adj-sunken)",
    color: "var(--adj-text)",
    borderColor: "var(--adj-border)",
  },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--adj-border)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--adj-border)" },
  ".cm-panel.cm-search, .cm-panel.cm-lsp-rename-panel, .cm-dialog": {
    padding: "8px 36px 8px 12px",
    fontSize: "0.8125rem",
  },
  ".cm-panel.cm-search label": { fontSize: "0.8125rem" },
  ".cm-textfield": {
    padding: "4px 8px",
    border: "1px solid var(--adj-border-strong)",
    borderRadius: "6px",
    backgroundColor: "var(--adj-surface)",
    color: "var(--adj-text)",
    fontSize: "0.8125rem",
  },
  ".cm-button": {
    padding: "4px 10px",
    border: "1px solid var(--adj-border-strong)",
    borderRadius: "6px",
    backgroundImage: "none",
    backgroundColor: "var(--adj-surface)",
    color: "var(--adj-text)",
    fontSize: "0.8125rem",
  },
  ".cm-panel [name=close]": { color: "var(--adj-text)", fontSize: "1.1rem" },
  ".cm-searchMatch": { backgroundColor: "var(--adj-caution-soft)" },
  ".cm-searchMatch-selected": { backgroundColor: "light-dark(#ffd78a, #6b4a0c)" },

  // Two versions side by side, or one above the other.
  ".cm-changedLine, .cm-insertedLine": { backgroundColor: "light-dark(#eafaef, #12271a)" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "light-dark(#fff0ef, #2f1917)" },
  "&.cm-merge-b .cm-changedText, .cm-insertedLine .cm-changedText, ins.cm-changedText": {
    background: "light-dark(#bdebcb, #163d27)",
  },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "light-dark(#fecfca, #5c2521)",
  },
  ".cm-deletedChunk": { paddingLeft: "8px" },
  ".cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  ".cm-collapsedLines": {
    padding: "4px 12px",
    background: "var(--adj-sunken)",
    color: "var(--adj-dim)",
    fontFamily: '"Inter Variable", system-ui, sans-serif',
    fontSize: "0.75rem",
  },
  // The library's own marks are not in every font.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"⋯"', color: "var(--adj-faint)" },
  ".cm-changeGutter": { width: "3px", paddingLeft: "1px" },
});

export const look = [frame, syntaxHighlighting(colours)];
