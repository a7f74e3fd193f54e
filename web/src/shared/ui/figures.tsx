import type { ReactNode } from "react";
import styles from "./figures.module.css";

export interface Figure {
  id: string;
  label: string;
  /** What the label is short for. */
  help?: string;
  value: ReactNode;
  delta?: ReactNode;
}

/** The few numbers a page is about, side by side. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl className={styles.figures} aria-label={label}>
      {figures.map(({ id, label: name, help, value, delta }) => (
        <div key={id} className={styles.figure}>
          <dt title={help}>{name}</dt>
          <dd>
            <span className={styles.value}>{value}</span>
            <span className={styles.delta}>{delta}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
