import { Coded } from "~/shared/ui/coded";
import styles from "./plain-words.module.css";

/** What a rule says, read back as sentences; each line of the server's text is one. */
export function PlainWords({ text }: { text: string }) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length <= 1)
    return (
      <p className={styles.words}>
        <Coded text={text} />
      </p>
    );
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>
          <Coded text={line.replace(/^[-•]\s*/, "")} />
        </li>
      ))}
    </ul>
  );
}
