import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatMoney } from "~/shared/lib/money";
import { formatMoment } from "~/shared/lib/time";
import type { DayChart, DayMark } from "~/shared/ui/chart/series";
import { TimeSeries } from "~/shared/ui/chart/time-series";
import type { BacktestAccount } from "../../api/types";
import { acted, candidateFirings, dayOf } from "../../model/backtest";
import styles from "./backtest.module.css";

/** Names that a day's tip lists; the rest is counted. */
const NAMED = 3;

/** What the account really spent each day, with what the text would have done to it, and from where on that is a simulation. */
export function BacktestChart({ account }: { account: BacktestAccount }) {
  const { t, i18n } = useTranslation();
  const { currency } = account.account;
  const turn = account.differs_from;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language
  const chart = useMemo((): DayChart => {
    const byDay = new Map<string, { tone: "fired" | "stopped"; day: string; names: string[] }>();
    for (const firing of candidateFirings(account)) {
      const tone = acted(firing) ? "fired" : "stopped";
      const day = dayOf(account, firing.at);
      const key = `${day} ${tone}`;
      const found = byDay.get(key) ?? { tone, day, names: [] };
      found.names.push(firing.campaign.name);
      byDay.set(key, found);
    }
    const marks = [...byDay].map(([id, { tone, day, names }]): DayMark => {
      const rest = names.length - NAMED;
      const named = names.slice(0, NAMED).join(", ");
      return {
        id,
        day,
        tone,
        text: t(`backtests.mark.${tone}`, {
          count: names.length,
          names: rest > 0 ? t("backtests.mark.andMore", { names: named, count: rest }) : named,
        }),
      };
    });
    return {
      days: account.spend.map(({ date }) => date),
      series: [
        {
          id: "spend",
          name: t("backtests.spend"),
          values: account.spend.map(({ spend }) => spend.micros),
          format: (micros) => formatMoney({ micros, currency }, { compact: true }),
          look: "bars",
          axis: "left",
        },
      ],
      marks,
      lanes: [
        { tone: "fired", name: t("backtests.wouldAct") },
        { tone: "stopped", name: t("backtests.isStopped") },
      ],
      turn:
        turn === null
          ? undefined
          : {
              day: dayOf(account, turn),
              label: t("backtests.turn"),
              after: t("backtests.simulation"),
            },
      today: dayOf(account, account.reached),
    };
  }, [account, currency, turn, i18n.language]);

  if (account.spend.length === 0) return null;
  return (
    <div className={styles.chart}>
      <TimeSeries
        label={t("backtests.chart", { account: account.account.name })}
        chart={chart}
        height={230}
      />
      <p className={styles.caption}>
        {turn === null
          ? t("backtests.neverTurns")
          : t("backtests.caption", { since: formatMoment(turn, 0, account.account.time_zone) })}
      </p>
    </div>
  );
}
