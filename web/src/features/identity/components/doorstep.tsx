import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "~/shared/ui/mark";
import styles from "./doorstep.module.css";
import { LanguageChoice } from "./language-choice";

/** The frame of the pages before sign-in. */
export function Doorstep({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className={styles.doorstep}>
      <title>{`${title} · Adjutant`}</title>
      <div className={styles.column}>
        <p className={styles.brand}>
          <Mark size={30} /> {t("app.name")}
        </p>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
        <p className={styles.tagline}>{t("identity.signIn.tagline")}</p>
        <LanguageChoice />
      </div>
    </main>
  );
}
