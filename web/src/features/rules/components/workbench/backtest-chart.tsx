import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { aboutItself } from "~/shared/lib/about";
import { formatMoney, MICROS } from "~/shared/lib/money";
import { formatMoment } from "~/shared/lib/time";
import type { DayChart, DayMark } from "~/shared/ui/chart/series";
import { TimeSeries } from "~/shared/ui/chart/time-series";
import type { BacktestAccount } from "../../api/types";
import { acted, candidateFirings, dayOf } from "../../model/backtest";
import styles from "./backtest.module.css";

/** Names that a day's tip lists; the rest is counted. */
const NAMED = 3;

const shownOf = ["spend", "budget"] as const;

/** The account's days as they were and as they would have been, and from where on that is a simulation. */
export function BacktestChart({ account }: { account: BacktestAccount }) {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState<(typeof shownOf)[number]>("spend");
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
      found.names.push(aboutItself({ ...firing, account: account.account }));
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
    const format = (micros: number) => formatMoney({ micros, currency }, { compact: true });
    return {
      days: account.days.map(({ date }) => date),
      series: [
        {
          id: "recorded",
          name: t(`backtests.recorded.${shown}`),
          values: account.days.map((day) => day[shown].micros),
          format,
          one: MICROS,
          look: shown === "spend" ? "bars" : "line",
          axis: "left",
        },
        ...(turn === null
          ? []
          : [
              {
                id: "simulated",
                name: t(`backtests.simulated.${shown}`),
                values: account.days.map((day) => day[`simulated_${shown}`].micros),
                format,
                one: MICROS,
                look: "simulated" as const,
                axis: "left" as const,
              },
            ]),
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
  }, [account, currency, turn, shown, i18n.language]);

  if (account.days.length === 0) return null;
  const recorded = sumOf(account, "spend");
  const kept = recorded - sumOf(account, "simulated_spend");
  const amount = (micros: number) => formatMoney({ micros, currency });
  return (
    <div className={styles.chart}>
      <TimeSeries
        label={t(`backtests.chart.${shown}`, { account: account.account.name })}
        chart={chart}
        height={230}
        tools={
          <SegmentedControl
            size="xs"
            aria-label={t("backtests.shown")}
            data={shownOf.map((each) => ({ value: each, label: t(`backtests.show.${each}`) }))}
            value={shown}
            onChange={(value) => setShown(shownOf.find((each) => each === value) ?? "spend")}
          />
        }
      />
      {turn === null ? (
        <p className={styles.caption}>{t("backtests.neverTurns")}</p>
      ) : (
        <>
          <p className={styles.caption}>
            {t(kept > 0 ? "backtests.kept" : "backtests.nothingKept", {
              kept: amount(kept),
              spend: amount(recorded),
            })}
          </p>
          <p className={styles.caption}>
            {t("backtests.caption", { since: formatMoment(turn, 0, account.account.time_zone) })}
          </p>
        </>
      )}
    </div>
  );
}

const sumOf = ({ days }: BacktestAccount, what: "spend" | "simulated_spend") =>
  days.reduce((sum, day) => sum + day[what].micros, 0);
