import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconAlertTriangle, IconCheck } from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import styles from "./wizard.module.css";

const steps = ["platform", "signIn", "choose", "sync"] as const;
export type WizardStep = (typeof steps)[number];

interface WizardFrameProps {
  title: string;
  step: WizardStep;
  /** The current step could not go on as it was meant to. */
  failed?: boolean;
  /** All steps are behind the reader. */
  finished?: boolean;
  children: ReactNode;
}

/** The frame of each step: where one is among the four. */
export function WizardFrame({ title, step, failed = false, finished = false, children }: WizardFrameProps) {
  const { t } = useTranslation();
  const current = steps.indexOf(step);
  return (
    <Page title={title} lead={t("connect.lead")}>
      <div className={styles.wizard}>
        <ol className={styles.steps} aria-label={t("connect.steps.label")}>
          {steps.map((each, at) => {
            const state =
              finished || at < current ? "done" : at > current ? "ahead" : failed ? "failed" : "current";
            return (
              <li
                key={each}
                className={styles.step}
                data-state={state}
                aria-current={at === current && !finished ? "step" : undefined}
              >
                <span className={styles.mark}>
                  {state === "done" && (
                    <IconCheck size={15} stroke={2.4} role="img" aria-label={t("connect.steps.done")} />
                  )}
                  {state === "failed" && <IconAlertTriangle size={15} stroke={2.2} aria-hidden />}
                  {t(`connect.steps.${each}`)}
                </span>
              </li>
            );
          })}
        </ol>
        {children}
      </div>
    </Page>
  );
}

interface StepBodyProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

export function StepBody({ title, lead, children }: StepBodyProps) {
  return (
    <section className={styles.body} aria-label={title}>
      <div>
        <h2 className={styles.heading}>{title}</h2>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      </div>
      {children}
    </section>
  );
}
