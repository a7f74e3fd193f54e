import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignMark, CampaignMetrics, Totals } from "~/shared/api/types";
import { type DayRange, dayIn } from "~/shared/lib/day-range";
import { formatMoney, MICROS } from "~/shared/lib/money";
import { formatConversions, formatCount, formatRatio, formatShare } from "~/shared/lib/numbers";
import { formatDay } from "~/shared/lib/time";
import { useBusinessTime } from "~/shared/live/clock";
import type { DayChart } from "~/shared/ui/chart/series";
import { TimeSeries } from "~/shared/ui/chart/time-series";
import { Delta } from "~/shared/ui/delta";
import { type Figure, Figures } from "~/shared/ui/figures";
import { Name } from "~/shared/ui/name";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { metricsQuery } from "../api/get-metrics";
import { type ChartMetric, chartMetrics, metricOf } from "../model/metrics";
import type { Subject } from "../model/subject";
import styles from "./results-panel.module.css";

function figuresOf(now: Totals, then: Totals | null, t: TFunction): Figure[] {
  const cost = (money: Totals["cpa"]) => (money ? formatMoney(money) : "–");
  const ratio = (value: number | null, format: (value: number) => string) =>
    value === null ? "–" : format(value);
  return [
    {
      id: "spend",
      label: t("campaigns.metric.spend"),
      value: formatMoney(now.spend, { compact: true }),
      delta: (
        <Delta
          now={now.spend.micros}
          before={then?.spend.micros}
          shown={then ? formatMoney(then.spend) : undefined}
        />
      ),
    },
    {
      id: "revenue",
      label: t("campaigns.metric.revenue"),
      value: formatMoney(now.revenue, { compact: true }),
      delta: (
        <Delta
          better="more"
          now={now.revenue.micros}
          before={then?.revenue.micros}
          shown={then ? formatMoney(then.revenue) : undefined}
        />
      ),
    },
    {
      id: "conversions",
      label: t("campaigns.metric.conversions"),
      value: formatConversions(now.conversions),
      delta: <Delta better="more" now={now.conversions} before={then?.conversions} />,
    },
    {
      id: "cpa",
      label: t("campaigns.metric.cpa"),
      help: t("campaigns.cpaFull"),
      value: cost(now.cpa),
      delta: (
        <Delta
          better="less"
          now={now.cpa?.micros ?? null}
          before={then?.cpa?.micros}
          shown={then?.cpa ? formatMoney(then.cpa) : undefined}
        />
      ),
    },
    {
      id: "roas",
      label: t("campaigns.metric.roas"),
      help: t("campaigns.roasFull"),
      value: ratio(now.roas, formatRatio),
      delta: <Delta better="more" now={now.roas} before={then?.roas} />,
    },
    {
      id: "ctr",
      label: t("campaigns.metric.ctr"),
      help: t("campaigns.ctrFull"),
      value: ratio(now.ctr, formatShare),
      delta: <Delta better="more" now={now.ctr} before={then?.ctr} />,
    },
  ];
}

const markId = (mark: CampaignMark) => `${mark.at} ${mark.property} ${mark.after}`;

function wordsOf(mark: CampaignMark, t: TFunction): string {
  return t(mark.before === null ? "campaigns.markSet" : "campaigns.markMoved", {
    by: mark.by,
    property: t(`actions.property.${mark.property}`),
    before: mark.before ?? "",
    after: mark.after,
  });
}

interface ResultsPanelProps {
  of: Subject;
  range: DayRange;
  /** Where other days are chosen. */
  picker: ReactNode;
  metric: ChartMetric;
  onMetric: (metric: ChartMetric) => void;
}

/** What came of it in the chosen days, and what rules and people did to it meanwhile. */
export function ResultsPanel({ of, range, picker, metric, onMetric }: ResultsPanelProps) {
  const { t } = useTranslation();
  const business = useBusinessTime();
  const [pointed, setPointed] = useState<string>();
  const { data, error, refetch, isPlaceholderData } = useQuery(metricsQuery(of, range));
  const today = business && data ? dayIn(business.now, data.time_zone) : undefined;

  const name = t(`campaigns.metric.${metric}`);
  const spend = t("campaigns.metric.spend");
  const chart = useMemo((): DayChart | undefined => {
    if (!data) return undefined;
    const { currency } = data;
    const money = (value: number) => formatMoney({ micros: value, currency }, { compact: true });
    const formats: Record<ChartMetric, (value: number) => string> = {
      conversions: formatConversions,
      revenue: money,
      roas: formatRatio,
      cpa: money,
      clicks: formatCount,
      ctr: formatShare,
    };
    const over = (pick: ChartMetric | "spend", days: CampaignMetrics["days"] | undefined) =>
      days?.map((cell) => metricOf(cell, pick));
    return {
      days: data.days.map(({ day }) => day),
      beforeDays: data.compare?.days.map(({ day }) => day),
      series: [
        {
          id: "spend",
          name: spend,
          values: over("spend", data.days) ?? [],
          format: money,
          one: MICROS,
          look: "bars",
          axis: "left",
        },
        {
          id: metric,
          name,
          values: over(metric, data.days) ?? [],
          before: over(metric, data.compare?.days),
          format: formats[metric],
          one: metric === "revenue" || metric === "cpa" ? MICROS : 1,
          look: "line",
          axis: "right",
        },
      ],
      marks: data.marks.map((mark) => ({
        id: markId(mark),
        day: mark.day,
        tone: mark.kind,
        text: wordsOf(mark, t),
      })),
      settledUntil: data.settled_until ?? undefined,
      today,
    };
  }, [data, metric, name, spend, today, t]);

  return (
    <Panel title={t("campaigns.results")} tools={picker}>
      {data && chart ? (
        <div className={styles.results} data-stale={isPlaceholderData || undefined}>
          <Figures label={t("campaigns.results")} figures={figuresOf(data.totals, data.compare_totals, t)} />
          <div className={styles.split} data-marked={data.marks.length > 0 || undefined}>
            <TimeSeries
              label={t("campaigns.chartOf", { first: spend, second: name })}
              chart={chart}
              height={290}
              pointed={pointed}
              tools={
                <SegmentedControl
                  size="xs"
                  aria-label={t("campaigns.metricLabel")}
                  data={chartMetrics.map((each) => ({ value: each, label: t(`campaigns.metric.${each}`) }))}
                  value={metric}
                  onChange={(next) => onMetric(next as ChartMetric)}
                />
              }
            />
            {data.marks.length > 0 && (
              <section className={styles.marks} aria-label={t("campaigns.marks")}>
                <h3 className={styles.heading}>{t("campaigns.marks")}</h3>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, also by keyboard */}
                <ol className={styles.list} tabIndex={0}>
                  {[...data.marks].reverse().map((mark) => (
                    <li
                      key={markId(mark)}
                      className={styles.mark}
                      data-kind={mark.kind}
                      onMouseEnter={() => setPointed(mark.day)}
                      onMouseLeave={() => setPointed(undefined)}
                    >
                      <span
                        className={styles.sign}
                        role="img"
                        aria-label={t(`campaigns.markKind.${mark.kind}`)}
                      />
                      <span className={styles.words}>
                        <span>
                          {t(`actions.property.${mark.property}`)}{" "}
                          {mark.before !== null && <span className={styles.dim}>{mark.before} → </span>}
                          <b>{mark.after}</b>
                        </span>
                        <span className={styles.dim}>
                          {formatDay(mark.day)},{" "}
                          {mark.action_id === null ? (
                            <Name text={mark.by} />
                          ) : (
                            <Link to="/approvals" search={{ tab: "applied", selected: mark.action_id }}>
                              <Name text={mark.by} />
                            </Link>
                          )}
                        </span>
                      </span>
                    </li>
                  ))}
                </ol>
              </section>
            )}
          </div>
        </div>
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={6} height={62} />
      )}
    </Panel>
  );
}
