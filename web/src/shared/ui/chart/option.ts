// From days and numbers to what the drawing library is told. No names become markup: tips are built from text nodes.

import type { BarSeriesOption, LineSeriesOption } from "echarts/charts";
import type {
  GridComponentOption,
  MarkPointComponentOption,
  TooltipComponentOption,
} from "echarts/components";
import type { ComposeOption } from "echarts/core";
import { formatDay, formatShortDay } from "../../lib/time";
import type { Colours } from "./palette";
import { type DayChart, type DayMark, type DaySeries, marksByDay } from "./series";
import styles from "./time-series.module.css";

type Option = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>;

export interface Words {
  before: (name: string) => string;
  unknown: string;
  unsettled: string;
  today: string;
}

const MARKS_HEIGHT = 26;
const AXIS_FONT = { fontFamily: '"Inter Variable", system-ui, sans-serif', fontSize: 11 };

function line(parent: HTMLElement, className: string | undefined, text: string): HTMLElement {
  const made = document.createElement("div");
  if (className) made.className = className;
  made.textContent = text;
  parent.append(made);
  return made;
}

/** What stands in the tip of one day. */
function tipOf(chart: DayChart, at: number, words: Words): HTMLElement {
  const tip = document.createElement("div");
  tip.className = styles.tip ?? "";
  const day = chart.days[at];
  if (day === undefined) return tip;
  const notes = [
    day === chart.today ? words.today : undefined,
    chart.settledUntil !== undefined && day > chart.settledUntil ? words.unsettled : undefined,
  ].filter((note) => note !== undefined);
  line(tip, styles.tipDay, formatDay(day));
  for (const { name, values, format } of chart.series) {
    const row = line(tip, styles.tipRow, "");
    line(row, undefined, name);
    const value = values[at];
    line(row, styles.tipValue, value == null ? words.unknown : format(value));
  }
  const before = chart.beforeDays?.[at];
  const compared = chart.series.filter((series) => series.before !== undefined);
  if (before !== undefined && compared.length > 0) {
    line(tip, styles.tipBefore, formatDay(before));
    for (const { name, before: values, format } of compared) {
      const row = line(tip, styles.tipRow, "");
      line(row, undefined, name);
      const value = values?.[at];
      line(row, styles.tipValue, value == null ? words.unknown : format(value));
    }
  }
  for (const { text } of marksByDay([day], chart.marks ?? []).get(day) ?? []) {
    line(tip, styles.tipMark, text).dir = "auto";
  }
  for (const note of notes) line(tip, styles.tipNote, note);
  return tip;
}

function drawnSeries(
  series: DaySeries,
  at: number,
  colour: string,
  faint: string,
  still: boolean,
): (BarSeriesOption | LineSeriesOption)[] {
  const yAxisIndex = series.axis === "left" ? 0 : 1;
  const common = { name: series.name, yAxisIndex, animation: !still, animationDuration: 250 };
  const now =
    series.look === "bars"
      ? ({
          ...common,
          type: "bar",
          data: [...series.values],
          itemStyle: { color: colour, borderRadius: [3, 3, 0, 0] },
          barMaxWidth: 26,
          emphasis: { disabled: true },
          z: 2,
        } satisfies BarSeriesOption)
      : ({
          ...common,
          type: "line",
          data: [...series.values],
          color: colour,
          lineStyle: { width: 2.2, color: colour },
          itemStyle: { color: colour },
          symbol: "circle",
          symbolSize: 5,
          showSymbol: series.values.length <= 31,
          connectNulls: false,
          emphasis: { disabled: true },
          z: 4 + at,
        } satisfies LineSeriesOption);
  if (series.before === undefined) return [now];
  const before: LineSeriesOption = {
    ...common,
    type: "line",
    data: [...series.before],
    color: faint,
    lineStyle: { width: 1.5, type: [4, 4], color: series.look === "bars" ? faint : colour, opacity: 0.75 },
    symbol: "none",
    connectNulls: false,
    emphasis: { disabled: true },
    z: 3,
  };
  return [now, before];
}

/** Kinds of marks differ in shape as well as in colour; the list beside the chart shows the same shapes. */
const shapes: Record<DayMark["tone"], string> = {
  rule: "circle",
  person: "diamond",
  outside: "triangle",
  undo: "rect",
};

/** A sign above each day on which something was done, with a number where it was more than one thing. */
function marksOf(marked: [string, DayMark[]][], colours: Colours, still: boolean): MarkPointComponentOption {
  return {
    silent: true,
    animation: !still,
    animationDuration: 200,
    data: marked.map(([day, marks]) => {
      const tone = marks[0]?.tone ?? "rule";
      const several = marks.length > 1;
      return {
        name: day,
        coord: [day, 0],
        y: MARKS_HEIGHT / 2,
        symbol: several ? "circle" : shapes[tone],
        symbolSize: several ? 17 : 11,
        itemStyle: { color: colours[tone] },
        label: {
          show: several,
          formatter: String(marks.length),
          color: colours.surface,
          fontSize: 10,
          fontWeight: 600,
        },
      };
    }),
  };
}

interface Look {
  still: boolean;
  width: number;
}

export function drawingOf(chart: DayChart, colours: Colours, words: Words, { still, width }: Look): Option {
  const { days, series, marks = [], settledUntil } = chart;
  const marked = [...marksByDay(days, marks)];
  const top = marked.length > 0 ? MARKS_HEIGHT + 8 : 12;
  const shades = [colours.first, colours.second, colours.third];
  const unsettledFrom =
    settledUntil === undefined ? undefined : days.find((day) => day > settledUntil && day !== days[0]);
  const right = series.some(({ axis }) => axis === "right");
  const axisOf = (side: "left" | "right", at: number) => {
    const shown = series.find(({ axis }) => axis === side);
    return {
      type: "value" as const,
      position: side,
      splitNumber: 4,
      axisLabel: {
        ...AXIS_FONT,
        color: colours.dim,
        formatter: (value: number) => (shown ? shown.format(value).replace(/[.,]00(?!\d)/, "") : ""),
      },
      splitLine: { show: at === 0, lineStyle: { color: colours.line } },
      show: shown !== undefined,
    };
  };
  return {
    animation: !still,
    textStyle: AXIS_FONT,
    grid: { left: 8, right: right ? 8 : 12, top, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: still ? 0 : 0.15,
      backgroundColor: colours.surface,
      borderColor: colours.axis,
      padding: 0,
      textStyle: { ...AXIS_FONT, color: colours.text, fontSize: 12 },
      axisPointer: { type: "line", lineStyle: { color: colours.axis, width: 1, type: "solid" } },
      formatter: (points) => {
        const first = Array.isArray(points) ? points[0] : points;
        return tipOf(chart, first?.dataIndex ?? -1, words);
      },
    },
    xAxis: [
      {
        type: "category",
        data: [...days],
        boundaryGap: series.some(({ look }) => look === "bars"),
        axisLine: { lineStyle: { color: colours.axis } },
        axisTick: { show: false },
        axisLabel: {
          ...AXIS_FONT,
          color: colours.dim,
          hideOverlap: true,
          interval: Math.max(0, Math.ceil(days.length / Math.max(2, Math.floor(width / 78))) - 1),
          formatter: formatShortDay,
        },
      },
    ],
    yAxis: [axisOf("left", 0), axisOf("right", 1)],
    series: series.flatMap((each, at) => {
      const drawn = drawnSeries(each, at, shades[at % shades.length] ?? colours.first, colours.before, still);
      if (at === 0 && unsettledFrom !== undefined && drawn[0]) {
        const last = days[days.length - 1];
        drawn[0].markArea = {
          silent: true,
          itemStyle: { color: colours.shade, opacity: 0.9 },
          data: [[{ xAxis: unsettledFrom }, { xAxis: last ?? unsettledFrom }]],
        };
      }
      if (at === 0 && drawn[0]) drawn[0].markPoint = marksOf(marked, colours, still);
      return drawn;
    }),
  };
}
