import { useTranslation } from "react-i18next";
import { keyCaps } from "../commands";
import styles from "./key-caps.module.css";

/** A shortcut as key caps; the words that it stands for are beside it, so it is hidden from screen readers. */
export function KeyCaps({ shortcut }: { shortcut: string }) {
  // The names of keys follow the language.
  useTranslation();
  return (
    <span className={styles.caps} aria-hidden>
      {keyCaps(shortcut).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
