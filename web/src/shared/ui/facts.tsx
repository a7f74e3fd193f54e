import { Fragment, type ReactNode } from "react";
import styles from "./facts.module.css";

export interface Fact {
  term: string;
  value: ReactNode;
  help?: string;
}

/** Names with their values, in two columns that keep their lines. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ term, value, help }) => (
        <Fragment key={term}>
          <dt title={help}>{term}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
