import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { hangingIndent } from "./hanging-indent";
import { adjutant } from "./language";
import { look } from "./look";
import styles from "./text-diff.module.css";

interface Side {
  text: string;
  label: string;
}

interface TextDiffProps {
  before: Side;
  after: Side;
  /** Beside each other where there is room, above each other where there is none. */
  beside: boolean;
}

/** Two texts of a rule with what changed between them; equal stretches are folded away. */
export function TextDiff({ before, after, beside }: TextDiffProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const phrases = t("editor.phrases", { returnObjects: true }) as Record<string, string>;
  const phrased = useRef(phrases);

  useEffect(() => {
    const parent = frame.current;
    if (!parent) return;
    const collapseUnchanged = { margin: 2, minSize: 4 };
    const shown = (label: string) => [
      EditorView.cspNonce.of(globalThis.__webpack_nonce__ ?? ""),
      EditorState.phrases.of(phrased.current),
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": label,
        tabindex: "0",
        role: "textbox",
        "aria-readonly": "true",
      }),
      lineNumbers(),
      hangingIndent,
      adjutant(),
      look,
    ];
    if (beside) {
      const view = new MergeView({
        parent,
        a: { doc: before.text, extensions: shown(before.label) },
        b: { doc: after.text, extensions: shown(after.label) },
        collapseUnchanged,
        gutter: true,
      });
      return () => view.destroy();
    }
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: after.text,
        extensions: [
          ...shown(`${before.label}, ${after.label}`),
          unifiedMergeView({
            original: before.text,
            mergeControls: false,
            collapseUnchanged,
            gutter: true,
            syntaxHighlightDeletions: true,
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [before.text, before.label, after.text, after.label, beside]);

  return (
    <div className={styles.diff}>
      <div className={styles.heads} data-beside={beside}>
        <span>{before.label}</span>
        <span>{after.label}</span>
      </div>
      <div ref={frame} className={styles.frame} />
    </div>
  );
}
