import { keyCaps } from "../commands";
import styles from "./key-caps.module.css";

/** A shortcut as key caps; the words that it stands for are beside it, so it is hidden from screen readers. */
export function KeyCaps({ shortcut }: { shortcut: string }) {
  return (
    <span className={styles.caps} aria-hidden>
      {keyCaps(shortcut).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
