import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Overview } from "~/shared/api/types";
import { formatMoney, MICROS } from "~/shared/lib/money";
import { formatRatio } from "~/shared/lib/numbers";
import type { DayChart, DaySeries } from "~/shared/ui/chart/series";
import { TimeSeries } from "~/shared/ui/chart/time-series";
import { Panel } from "~/shared/ui/panel";

export const trendMetrics = ["spend", "revenue", "roas"] as const;
export type TrendMetric = (typeof trendMetrics)[number];

type OneCurrency = Overview["series"][number];
type Day = OneCurrency["days"][number];

function numberOf(day: Day, metric: TrendMetric): number | null {
  if (!day.known) return null;
  if (metric === "roas") return day.spend > 0 ? day.revenue / day.spend : null;
  return day[metric];
}

function chartOf(series: OneCurrency, metric: TrendMetric, name: string, today: string): DayChart {
  const { currency, days, compare_days } = series;
  const drawn: DaySeries = {
    id: metric,
    name,
    values: days.map((day) => numberOf(day, metric)),
    before: compare_days?.map((day) => numberOf(day, metric)),
    format: (value) =>
      metric === "roas" ? formatRatio(value) : formatMoney({ micros: value, currency }, { compact: true }),
    one: metric === "roas" ? 1 : MICROS,
    look: metric === "roas" ? "line" : "bars",
    axis: "left",
  };
  return {
    days: days.map(({ day }) => day),
    beforeDays: compare_days?.map(({ day }) => day),
    series: [drawn],
    today,
  };
}

interface TrendProps {
  series: Overview["series"];
  today: string;
  metric: TrendMetric;
  currency: string | undefined;
  onChoose: (choice: { metric?: TrendMetric; currency?: string }) => void;
}

/** One metric over the chosen days, in one currency, beside the days before. */
export function Trend({ series, today, metric, currency, onChoose }: TrendProps) {
  const { t } = useTranslation();
  const shown = series.find((each) => each.currency === currency) ?? series[0];
  if (!shown) return null;
  const name = t(`overview.${metric}`);
  return (
    <Panel title={t("overview.trend")}>
      <TimeSeries
        label={t("overview.trendOf", { metric: name, currency: shown.currency })}
        chart={chartOf(shown, metric, name, today)}
        height={300}
        tools={
          <>
            {series.length > 1 && (
              <SegmentedControl
                size="xs"
                aria-label={t("overview.currency")}
                data={series.map((each) => each.currency)}
                value={shown.currency}
                onChange={(next) => onChoose({ currency: next })}
              />
            )}
            <SegmentedControl
              size="xs"
              aria-label={t("overview.metric")}
              data={trendMetrics.map((each) => ({ value: each, label: t(`overview.${each}`) }))}
              value={metric}
              onChange={(next) => onChoose({ metric: next as TrendMetric })}
            />
          </>
        }
      />
    </Panel>
  );
}
