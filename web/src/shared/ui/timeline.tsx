import type { ReactNode } from "react";
import type { Icon } from "./icons";
import { Ago, At } from "./moment";
import styles from "./timeline.module.css";
import type { Tone } from "./tone";

/** What happened, one step after another, joined by a line. */
export function Timeline({ children }: { children: ReactNode }) {
  return <ol className={styles.list}>{children}</ol>;
}

interface HappenedProps {
  icon: Icon;
  tone: Tone;
  at: string;
  timeZone: string;
  /** Who or what, first; on one line while it fits. */
  line: ReactNode;
  /** What more is to be said, in small print below the line. */
  children?: ReactNode;
}

/** One step of a timeline. */
export function Happened({ icon: StepIcon, tone, at, timeZone, line, children }: HappenedProps) {
  return (
    <li className={styles.step} data-tone={tone}>
      <span className={styles.bullet}>
        <StepIcon size={14} stroke={2.1} aria-hidden />
      </span>
      <div className={styles.words}>
        <div className={styles.line}>{line}</div>
        {children}
      </div>
      <span className={styles.when}>
        <At at={at} timeZone={timeZone} />
        <span className={styles.ago}>
          <Ago at={at} timeZone={timeZone} />
        </span>
      </span>
    </li>
  );
}

/** A sentence of a step. */
export function Said({ children }: { children: ReactNode }) {
  return <p className={styles.said}>{children}</p>;
}
