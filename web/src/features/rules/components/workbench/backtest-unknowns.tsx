import { useTranslation } from "react-i18next";
import { formatCount, formatShare } from "~/shared/lib/numbers";
import type { Tally } from "../../model/backtest";
import styles from "./backtest.module.css";

/** What the checks lacked that could not be decided, most often first. */
export function BacktestUnknowns({ tally: { unknown, unknownBecause } }: { tally: Tally }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-label={t("backtests.lacks.title")}>
      <p className={styles.note}>{t("backtests.unknownHelp")}</p>
      <dl className={styles.shareList}>
        {unknownBecause.map(({ reason, checks }) => (
          <div key={reason}>
            <dt>{t(`reasons.missing.${reason}`)}</dt>
            <dd>
              {formatCount(checks)} <small>{formatShare(checks / unknown)}</small>
            </dd>
          </div>
        ))}
      </dl>
      {unknownBecause[0]?.reason === "stale" && <p className={styles.note}>{t("backtests.lacks.stale")}</p>}
    </section>
  );
}
