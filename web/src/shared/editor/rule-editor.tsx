import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory, redo, undo } from "@codemirror/commands";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { type ChangeSet, Compartment, EditorState, Prec, type Text } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Covered, coverage, showCoverage } from "./coverage";
import { hangingIndent } from "./hanging-indent";
import { adjutant } from "./language";
import { languageServer } from "./language-server/features";
import type { ServerState } from "./language-server/socket";
import { look } from "./look";
import {
  applyFix,
  type Finding,
  type Fix,
  type Problem,
  problemsFound,
  type TextEdit,
  watchProblems,
} from "./problems";
import styles from "./rule-editor.module.css";

export interface EditorHandle {
  text: () => string;
  /** Replaces the whole text; it can be undone. */
  replace: (text: string) => void;
  insert: (text: string) => void;
  /**
   * Makes these changes of `before`, a text that stood here a moment ago; each can be undone. Answers the text that is there now,
   * and where in it the last of them came to stand.
   */
  change: (before: string, edits: readonly TextEdit[]) => Written | undefined;
  undo: () => void;
  redo: () => void;
  /** Selects a place; one that the text has moved away from is its end. */
  goTo: (place: { from: number; to: number }) => void;
  fix: (problem: Problem, fix: Fix) => void;
  /** Findings of a check of `text` outside of the language server. */
  show: (text: string, findings: readonly Finding[]) => void;
  /** Marks what tests of `text` saw of its comparisons. */
  cover: (text: string, covered: readonly Covered[]) => void;
  focus: () => void;
}

/** A text after a change, and the place of what was written. */
export interface Written {
  text: string;
  place: { from: number; to: number };
}

interface RuleEditorProps {
  /** The text at first; later changes come through the handle. */
  initial: string;
  label: string;
  describedBy?: string | undefined;
  readOnly?: boolean;
  /** Names the text to the language server. */
  uri: string;
  handle: RefObject<EditorHandle | null>;
  onText: (text: string) => void;
  onProblems: (problems: Problem[]) => void;
  onServer: (state: ServerState) => void;
  onSave: () => void;
  onPreview: () => void;
}

/** How many changes back a text is still known. */
const REMEMBERED = 50;

/** The editor's own words, in the reader's language. */
function usePhrases(): Record<string, string> {
  const { t } = useTranslation();
  return t("editor.phrases", { returnObjects: true }) as Record<string, string>;
}

/** A rule's text, written by its author. Tab leaves it, as it leaves every other field. */
export function RuleEditor(props: RuleEditorProps) {
  const { label, describedBy, readOnly = false, handle } = props;
  const phrases = usePhrases();
  const frame = useRef<HTMLDivElement>(null);
  const viewRef = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const attributes = useRef(new Compartment());
  /** What was changed last, each with the text before it. */
  const lately = useRef<{ before: Text; changes: ChangeSet }[]>([]);
  useEffect(() => {
    latest.current = props;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is made once for each text; what changes goes through `latest`
  useEffect(() => {
    const parent = frame.current;
    if (!parent) return;
    const server = languageServer(props.uri, (state) => latest.current.onServer(state));
    const act = (perform: () => void) => () => {
      perform();
      return true;
    };
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: props.initial,
        extensions: [
          EditorView.cspNonce.of(globalThis.__webpack_nonce__ ?? ""),
          EditorState.phrases.of(phrases),
          attributes.current.of([]),
          Prec.highest(
            keymap.of([
              { key: "Mod-s", preventDefault: true, run: act(() => latest.current.onSave()) },
              { key: "Mod-Enter", preventDefault: true, run: act(() => latest.current.onPreview()) },
            ]),
          ),
          lineNumbers(),
          coverage,
          lintGutter({ hoverTime: 200 }),
          codeFolding({ placeholderText: "…" }),
          foldGutter({
            markerDOM: (open) => {
              const mark = document.createElement("span");
              mark.className = styles.fold ?? "";
              mark.dataset.open = String(open);
              return mark;
            },
          }),
          EditorView.lineWrapping,
          hangingIndent,
          highlightActiveLine(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          dropCursor(),
          EditorState.allowMultipleSelections.of(true),
          indentUnit.of("  "),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false, activateOnTypingDelay: 120 }),
          highlightSelectionMatches(),
          search({ top: true }),
          adjutant(),
          look,
          server.extension,
          watchProblems((problems) => latest.current.onProblems(problems)),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            lately.current = [
              ...lately.current.slice(1 - REMEMBERED),
              { before: update.startState.doc, changes: update.changes },
            ];
            latest.current.onText(update.state.doc.toString());
          }),
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
            ...searchKeymap,
            ...historyKeymap,
            ...foldKeymap,
            ...completionKeymap,
            ...lintKeymap,
          ]),
        ],
      }),
    });
    viewRef.current = view;
    const detach = server.attach(view);
    return () => {
      detach();
      view.destroy();
      viewRef.current = null;
    };
  }, [props.uri]);

  useEffect(() => {
    viewRef.current?.dispatch({
      effects: attributes.current.reconfigure([
        EditorView.contentAttributes.of({
          "aria-label": label,
          // It is in the order of Tab without this; said so that checkers of accessibility see it too.
          tabindex: "0",
          ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
          spellcheck: "false",
          autocapitalize: "off",
        }),
        EditorState.readOnly.of(readOnly),
        readOnly ? EditorView.editorAttributes.of({ "data-readonly": "true" }) : [],
      ]),
    });
  }, [label, describedBy, readOnly]);

  useImperativeHandle(
    handle,
    () => ({
      text: () => viewRef.current?.state.doc.toString() ?? "",
      replace: (text) => {
        const view = viewRef.current;
        if (!view) return;
        view.dispatch({
          changes: { from: 0, to: view.state.doc.length, insert: text },
          userEvent: "input.replace",
        });
      },
      insert: (text) => {
        const view = viewRef.current;
        if (!view) return;
        view.dispatch(view.state.replaceSelection(text), { userEvent: "input", scrollIntoView: true });
        view.focus();
      },
      change: (before, edits) => {
        const view = viewRef.current;
        if (!view || view.state.readOnly) return undefined;
        const text = view.state.toText(before);
        let since: ChangeSet | undefined;
        if (!view.state.doc.eq(text)) {
          const at = lately.current.findLastIndex((each) => each.before.eq(text));
          // A text that is long gone says nothing about where to write.
          if (at < 0) return undefined;
          since = lately.current
            .slice(at)
            .map(({ changes }) => changes)
            .reduce((all, changes) => all.compose(changes));
        }
        const transaction = view.state.update({
          changes: edits.map(({ from, to, insert }) => ({
            from: since ? since.mapPos(from, 1) : from,
            to: since ? Math.max(since.mapPos(from, 1), since.mapPos(to, -1)) : to,
            insert,
          })),
          annotations: isolateHistory.of("full"),
          userEvent: "input.block",
        });
        view.dispatch(transaction);
        let place = { from: 0, to: 0 };
        transaction.changes.iterChanges((_from, _to, from, to) => {
          place = { from, to };
        });
        return { text: view.state.doc.toString(), place };
      },
      undo: () => {
        if (viewRef.current) undo(viewRef.current);
      },
      redo: () => {
        if (viewRef.current) redo(viewRef.current);
      },
      goTo: ({ from, to }) => {
        const view = viewRef.current;
        if (!view) return;
        const end = view.state.doc.length;
        view.dispatch({
          selection: { anchor: Math.min(from, end), head: Math.min(to, end) },
          effects: EditorView.scrollIntoView(Math.min(from, end), { y: "center" }),
        });
        view.focus();
      },
      fix: (problem, fix) => {
        const view = viewRef.current;
        if (!view) return;
        applyFix(view, problem.doc, fix);
        view.focus();
      },
      show: (text, findings) => {
        const view = viewRef.current;
        // A check of a text that is no longer there says nothing about this one.
        if (!view || view.state.doc.toString() !== text) return;
        view.dispatch(problemsFound(view.state, view.state.doc, findings));
      },
      cover: (text, covered) => {
        if (viewRef.current) showCoverage(viewRef.current, text, covered);
      },
      focus: () => viewRef.current?.focus(),
    }),
    [],
  );

  return <div ref={frame} className={styles.editor} />;
}
