import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./page.module.css";

interface PageProps {
  title: string;
  lead?: ReactNode;
  /** The list that it stands in. */
  back?: ReactNode;
  /** Filters and commands at the right of the title. */
  tools?: ReactNode;
  children: ReactNode;
}

/** The frame of a page that is a list: title, one line of what it is for, tools, content. */
export function Page({ title, lead, back, tools, children }: PageProps) {
  return (
    <div className={styles.page}>
      <title>{`${title} · Adjutant`}</title>
      {back}
      <header className={styles.head}>
        <div className={styles.words}>
          <Title order={1} className={styles.title ?? ""}>
            {title}
          </Title>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        </div>
        {tools !== undefined && <div className={styles.tools}>{tools}</div>}
      </header>
      {children}
    </div>
  );
}
