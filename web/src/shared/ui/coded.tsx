import { Fragment } from "react";
import { sentence } from "../lib/sentence";
import styles from "./coded.module.css";

/** A sentence of the program's in which names and texts stand in backticks: those become code, the first letter a capital. */
export function Coded({ text }: { text: string }) {
  return sentence(text)
    .split(/`([^`]*)`/)
    .map((piece, at) => {
      const key = `${at} ${piece}`;
      return at % 2 === 0 ? (
        <Fragment key={key}>{piece}</Fragment>
      ) : (
        <code key={key} className={styles.code}>
          {piece}
        </code>
      );
    });
}
