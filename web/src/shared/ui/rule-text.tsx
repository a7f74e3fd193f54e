import { type CSSProperties, Fragment } from "react";
import styles from "./rule-text.module.css";

/** Words that begin a clause of the rule language; only the look depends on them. */
const OPENERS =
  /^(\s*)(language|rule|guard|test|given|expect|param|for|pool|every|window|let|when|then|otherwise|release|without data|without approval|approve|cooldown|at most|yields to|formerly|hold out|accept|never)\b/;
const TOKENS = /("(?:[^"\\]|\\.)*")|((?:[$€£]\s?)?\d[\d,.]*\s?(?:%|USD|EUR|GBP|[smhd]\b)?)/g;

function Line({ text }: { text: string }) {
  const opener = OPENERS.exec(text);
  const head = opener?.[0] ?? "";
  const rest = text.slice(head.length);
  const pieces: { text: string; kind?: "string" | "number" | undefined }[] = [];
  let end = 0;
  for (const match of rest.matchAll(TOKENS)) {
    pieces.push({ text: rest.slice(end, match.index) });
    pieces.push({ text: match[0], kind: match[1] === undefined ? "number" : "string" });
    end = match.index + match[0].length;
  }
  pieces.push({ text: rest.slice(end) });
  return (
    <>
      {opener && (
        <>
          {opener[1]}
          <span className={styles.opener}>{opener[2]}</span>
        </>
      )}
      {pieces.map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one line never move
        <Fragment key={at}>
          {piece.kind === undefined ? piece.text : <span className={styles[piece.kind]}>{piece.text}</span>}
        </Fragment>
      ))}
    </>
  );
}

/** Marks the lines of doc strings, which stand between two `"""`. */
function withDocs(lines: readonly string[]): { line: string; doc: boolean }[] {
  let inside = false;
  return lines.map((line) => {
    const fences = line.split('"""').length - 1;
    const doc = inside || fences > 0;
    if (fences % 2 === 1) inside = !inside;
    return { line, doc };
  });
}

interface RuleTextProps {
  text: string;
  label: string;
  /** Not in the language of rules, a table say: no word of it has a colour, and its lines are not broken. */
  plain?: boolean;
}

/** A rule as its author wrote it. */
export function RuleText({ text, label, plain = false }: RuleTextProps) {
  const lines = text.replace(/\n$/, "");
  if (plain) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide text scrolls, also by keyboard
      <section className={styles.text} tabIndex={0} aria-label={label}>
        <pre>
          <code>{lines}</code>
        </pre>
      </section>
    );
  }
  return (
    <section className={styles.text} aria-label={label}>
      <pre className={styles.lines}>
        <code>
          {withDocs(lines.split("\n")).map(({ line, doc }, at) => (
            // What does not fit goes on below, further in than where the line begins.
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text never move
              key={at}
              className={doc ? `${styles.line} ${styles.doc}` : styles.line}
              style={{ "--in": line.search(/\S|$/) + 4 } as CSSProperties}
            >
              {doc ? line : <Line text={line} />}
              {"\n"}
            </span>
          ))}
        </code>
      </pre>
    </section>
  );
}
