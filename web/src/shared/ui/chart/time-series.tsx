import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconChartBar, IconTable, IconX } from "../icons";
import type { DayChart } from "./series";
import { SeriesTable } from "./series-table";
import styles from "./time-series.module.css";

const Drawing = lazy(() => import("./drawing"));

interface TimeSeriesProps {
  /** What is drawn, in words: the name of the figure and of the table. */
  label: string;
  chart: DayChart;
  height?: number;
  /** Choices that belong to the figure, such as its metric. */
  tools?: ReactNode;
  /** The day a reader points at in something beside the figure. */
  pointed?: string | undefined;
}

/** Numbers over days, drawn or as a table: the reader chooses, and both hold the same. */
export function TimeSeries({ label, chart, height = 280, tools, pointed }: TimeSeriesProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<"drawing" | "table">("drawing");
  const compared = chart.series.some(({ before }) => before !== undefined);
  return (
    <figure className={styles.figure} aria-label={label}>
      <div className={styles.head}>
        <ul className={styles.legend}>
          {chart.series.map(({ id, name, look }, at) => (
            <li key={id}>
              <span className={styles.key} data-look={look} data-series={at} aria-hidden />
              {name}
            </li>
          ))}
          {chart.lanes?.map(({ tone, name }) => (
            <li key={tone}>
              <span className={styles.key} data-mark={tone} aria-hidden>
                {tone === "stopped" ? <IconX size={12} stroke={3.5} /> : null}
              </span>
              {name}
            </li>
          ))}
          {compared && (
            <li>
              <span className={styles.key} data-look="before" aria-hidden />
              {t("chart.before")}
            </li>
          )}
        </ul>
        <div className={styles.tools}>
          {tools}
          <button
            type="button"
            className={styles.view}
            aria-pressed={view === "table"}
            onClick={() => setView((now) => (now === "table" ? "drawing" : "table"))}
          >
            {view === "table" ? (
              <IconChartBar size={15} stroke={1.9} aria-hidden />
            ) : (
              <IconTable size={15} stroke={1.9} aria-hidden />
            )}
            {t(view === "table" ? "chart.asDrawing" : "chart.asTable")}
          </button>
        </div>
      </div>
      {view === "table" ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table scrolls, also by keyboard
        <div className={styles.scroll} style={{ maxHeight: height + 120 }} tabIndex={0}>
          <SeriesTable label={label} chart={chart} />
        </div>
      ) : (
        <Suspense fallback={<div style={{ height }} />}>
          <Drawing label={label} chart={chart} height={height} pointed={pointed} />
        </Suspense>
      )}
    </figure>
  );
}
