import { CloseButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sentence } from "~/shared/lib/sentence";
import { IconAlertTriangle, IconCircleCheck } from "~/shared/ui/icons";
import { Name } from "~/shared/ui/name";
import type { Outcome } from "../api/decide";
import { withSelected } from "../model/filter";
import { subject } from "../model/states";
import styles from "./bulk-outcome.module.css";

/** What became of a bulk decision: how many stand, and each that does not, with its reason. */
export function BulkOutcome({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const { t } = useTranslation();
  const { verb, done, refused } = outcome;
  const good = refused.length === 0;
  return (
    <section className={styles.outcome} data-good={good || undefined} aria-label={t("actions.bulk.outcome")}>
      <p className={styles.line}>
        {good ? (
          <IconCircleCheck size={16} stroke={2} aria-hidden />
        ) : (
          <IconAlertTriangle size={16} stroke={2} aria-hidden />
        )}
        <span>
          {t(`actions.bulk.done.${verb}`, { count: done })}
          {!good && ` ${t("actions.bulk.not", { count: refused.length })}`}
        </span>
        <CloseButton size="sm" onClick={onClose} aria-label={t("actions.problem.dismiss")} />
      </p>
      {!good && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, also by keyboard
        <ul className={styles.refused} tabIndex={0}>
          {refused.map(({ action, why }) => (
            <li key={action.id}>
              <Link to="/approvals" search={withSelected(action.id)}>
                <Name text={subject(action)} />
              </Link>
              <span className={styles.why}>{sentence(why)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
