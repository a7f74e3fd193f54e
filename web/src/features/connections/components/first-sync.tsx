import { useTranslation } from "react-i18next";
import type { FirstSync } from "~/shared/api/types";
import { formatCount } from "~/shared/lib/numbers";
import { IconAlertTriangle, IconCircleCheck, IconHourglassHigh, IconRefreshDot } from "~/shared/ui/icons";
import { Status } from "~/shared/ui/status";
import type { Look } from "~/shared/ui/tone";
import styles from "./wizard.module.css";

const looks: Record<FirstSync["state"], Look> = {
  waiting: { tone: "neutral", icon: IconHourglassHigh },
  running: { tone: "info", icon: IconRefreshDot },
  done: { tone: "positive", icon: IconCircleCheck },
  failed: { tone: "critical", icon: IconAlertTriangle },
};

export function FirstSyncState({ sync }: { sync: FirstSync }) {
  const { t } = useTranslation();
  return <Status {...looks[sync.state]} label={t(`connect.sync.state.${sync.state}`)} />;
}

/** How far the first reading of an account has come: a bar, the same in numbers, and what stopped it. */
export function FirstSyncProgress({ name, sync }: { name: string; sync: FirstSync }) {
  const { t } = useTranslation();
  const { state, days_done, days_total, rows } = sync;
  const share = state === "done" ? 1 : days_total > 0 ? Math.min(1, days_done / days_total) : 0;
  return (
    <>
      <div
        className={styles.bar}
        data-state={state}
        role="progressbar"
        aria-label={t("connect.sync.progress", { name })}
        aria-valuemin={0}
        aria-valuemax={days_total}
        aria-valuenow={days_done}
        aria-valuetext={t("connect.sync.days", { done: days_done, total: days_total })}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className={styles.numbers}>
        <span>
          {t("connect.sync.days", { done: formatCount(days_done), total: formatCount(days_total) })}
        </span>
        <span>{t("connect.sync.rows", { count: rows })}</span>
      </p>
      {sync.last_error !== null && (
        <p className={styles.stuck}>
          {sync.last_error} {t("connect.sync.stuck")}
        </p>
      )}
    </>
  );
}
