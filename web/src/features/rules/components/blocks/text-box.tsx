import { type CSSProperties, type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TextSpan } from "../../api/types";
import styles from "./blocks.module.css";
import { useBlocks, useFindings } from "./context";

interface TextBoxProps {
  /** The stretch of the text that it stands for. */
  span: TextSpan;
  label: string;
  value: string;
  look: "code" | "words" | "number";
  suffix?: string | undefined;
  /** Writes it, and says whether it could. */
  commit: (value: string) => boolean;
  type?: "time" | "date" | "text";
  /** The id of a list of what could stand there. */
  list?: string | undefined;
}

/** How much of a sentence stands on one line. */
const LINE = 64;

/** A box that writes when it is left, or with Enter; Escape takes back what was typed. Sentences wrap and are shown whole. */
export function TextBox(props: TextBoxProps) {
  const { span, label, value, look, suffix, commit, type = "text", list } = props;
  const { t } = useTranslation();
  const { readOnly } = useBlocks();
  const findings = useFindings(span);
  const wrong = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const shown = typed ?? value;
  const forget = () => {
    setTyped(null);
    setRefused(false);
  };
  const leave = () => {
    if (typed === null || typed === value) return forget();
    const done = commit(typed);
    setRefused(!done);
    if (done) setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    if (event.key === "Escape" && typed !== null) {
      forget();
      event.stopPropagation();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      leave();
    }
  };
  const width = Math.min(Math.max(shown.length, 2) + 1, LINE);
  const common = {
    value: shown,
    "aria-label": label,
    ...findings,
    ...(refused ? { "aria-invalid": true, "aria-describedby": wrong } : {}),
    readOnly,
    onBlur: leave,
    onKeyDown,
    ...(type === "text" ? { style: { "--width": `${width}ch` } as CSSProperties } : {}),
  };
  return (
    <span
      className={styles.box}
      data-look={look}
      data-severity={refused ? "error" : findings["data-severity"]}
    >
      {look === "words" && list === undefined ? (
        <textarea
          {...common}
          rows={Math.ceil((shown.length + 1) / LINE)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          type={type}
          list={list}
          // A name does not wrap; one that is longer than its box is read whole here.
          title={list === undefined ? undefined : shown}
          inputMode={look === "number" && type === "text" ? "decimal" : undefined}
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {suffix !== undefined && <span aria-hidden>{suffix}</span>}
      {refused && (
        <span id={wrong} className={styles.fault} role="alert">
          {t("blocks.noValue")}
        </span>
      )}
    </span>
  );
}
