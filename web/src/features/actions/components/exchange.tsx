import { useTranslation } from "react-i18next";
import type { ActionStep } from "~/shared/api/types";
import { Disclosure } from "~/shared/ui/disclosure";
import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconQuestionMark,
  IconSend,
} from "~/shared/ui/icons";
import { At } from "~/shared/ui/moment";
import { Status } from "~/shared/ui/status";
import type { Look } from "~/shared/ui/tone";
import styles from "./exchange.module.css";

const looks: Record<ActionStep["state"], Look> = {
  pending: { tone: "neutral", icon: IconCircleDashed },
  sent: { tone: "info", icon: IconSend },
  done: { tone: "positive", icon: IconCircleCheck },
  failed: { tone: "critical", icon: IconCircleX },
  doubt: { tone: "caution", icon: IconQuestionMark },
};

function Message({ label, value, none }: { label: string; value: unknown; none: string }) {
  const empty = value === null || value === undefined;
  return (
    <div className={styles.message}>
      <p className={styles.label}>{label}</p>
      {empty ? (
        <p className={styles.none}>{none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long message scrolls, also by keyboard
        <pre className={styles.json} tabIndex={0}>
          {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
        </pre>
      )}
    </div>
  );
}

/** The calls that were made to the platform, as stored: secrets were removed when they were captured. */
export function Exchange({ steps, timeZone }: { steps: readonly ActionStep[]; timeZone: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.steps}>
      {steps.map((step) => {
        const { tone, icon } = looks[step.state];
        return (
          <Disclosure
            key={step.seq}
            title={
              <span className={styles.head}>
                <span>{t("actions.panel.step", { seq: step.seq, kind: step.kind })}</span>
                {step.attempt > 1 && (
                  <span className={styles.attempt}>
                    {t("actions.panel.attempt", { attempt: step.attempt })}
                  </span>
                )}
                <Status tone={tone} icon={icon} label={t(`actions.panel.stepState.${step.state}`)} />
                {step.started_at && (
                  <span className={styles.when}>
                    <At at={step.started_at} timeZone={timeZone} />
                  </span>
                )}
              </span>
            }
          >
            {step.error && <p className={styles.error}>{step.error}</p>}
            <Message
              label={t("actions.panel.request")}
              value={step.request}
              none={t("actions.panel.noAnswer")}
            />
            <Message
              label={t("actions.panel.response")}
              value={step.response}
              none={t("actions.panel.noAnswer")}
            />
          </Disclosure>
        );
      })}
      <p className={styles.none}>{t("actions.panel.exchangeHelp")}</p>
    </div>
  );
}
