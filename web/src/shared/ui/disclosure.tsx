import type { ReactNode } from "react";
import styles from "./disclosure.module.css";
import { IconChevronRight } from "./icons";

interface DisclosureProps {
  title: ReactNode;
  open?: boolean;
  children: ReactNode;
}

/** Details that most readers do not need, one click away; the browser's own element, so find-in-page opens it. */
export function Disclosure({ title, open = false, children }: DisclosureProps) {
  return (
    <details className={styles.details} open={open}>
      <summary className={styles.summary}>
        <IconChevronRight size={15} stroke={2.2} aria-hidden className={styles.chevron} />
        {title}
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}
