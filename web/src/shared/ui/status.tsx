import type { Icon } from "./icons";
import styles from "./status.module.css";
import type { Tone } from "./tone";

interface StatusProps {
  tone: Tone;
  icon: Icon;
  label: string;
  help?: string | undefined;
  /** `pill` where the state is the subject, `plain` in a dense row. */
  look?: "pill" | "plain";
}

/** A state as word, icon and colour. */
export function Status({ tone, icon: StateIcon, label, help, look = "plain" }: StatusProps) {
  return (
    <span className={styles.status} data-tone={tone} data-look={look} title={help}>
      <StateIcon size={look === "pill" ? 15 : 16} stroke={2} aria-hidden />
      <span>{label}</span>
    </span>
  );
}
