import styles from "./sums.module.css";

export interface Sum {
  id: string;
  label: string;
  value: string;
  /** What the number is about, under its label. */
  detail?: string | undefined;
  tone?: "strong" | "caution" | "critical" | undefined;
}

/** The few numbers that an answer comes down to, in one line. */
export function Sums({ label, sums }: { label: string; sums: readonly Sum[] }) {
  return (
    <dl className={styles.sums} aria-label={label} data-count={sums.length}>
      {sums.map(({ id, label: name, value, detail, tone }) => (
        <div key={id} data-tone={tone}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {detail !== undefined && <dd className={styles.detail}>{detail}</dd>}
        </div>
      ))}
    </dl>
  );
}
