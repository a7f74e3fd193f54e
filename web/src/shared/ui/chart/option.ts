// From days and numbers to what the drawing library is told. No names become markup: tips are built from text nodes.

import type { BarSeriesOption, LineSeriesOption } from "echarts/charts";
import type {
  GridComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption,
  MarkPointComponentOption,
  TooltipComponentOption,
} from "echarts/components";
import type { ComposeOption } from "echarts/core";
import { formatDay, formatShortDay } from "../../lib/time";
import type { Colours } from "./palette";
import { type DayChart, type DayMark, type DaySeries, type MarkLane, marksByDay, type Turn } from "./series";
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
const LANE_HEIGHT = 15;
/** Height of a line of words, and about how wide a letter of it is. */
const LINE_HEIGHT = 14;
const LETTER_WIDTH = 5.9;
/** What stands beside the plot when its axis has amounts: enough to know how wide a day is drawn. */
const AXIS_WIDTH = 56;
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
    day === chart.turn?.day ? chart.turn.label : undefined,
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
  turnsAt: number,
): (BarSeriesOption | LineSeriesOption)[] {
  const yAxisIndex = series.axis === "left" ? 0 : 1;
  const common = { name: series.name, yAxisIndex, animation: !still, animationDuration: 250 };
  const now =
    series.look === "bars"
      ? ({
          ...common,
          type: "bar",
          // What really happened stands back where the drawing is about something else.
          data: series.values.map((value, day) =>
            turnsAt >= 0 && day > turnsAt && value !== null ? { value, itemStyle: { opacity: 0.5 } } : value,
          ),
          itemStyle: { color: colour, borderRadius: [3, 3, 0, 0] },
          barMaxWidth: 26,
          emphasis: { disabled: true },
          z: 2,
        } satisfies BarSeriesOption)
      : ({
          ...common,
          type: "line",
          data: series.values.map((value, day) =>
            series.look === "simulated" && day < turnsAt ? null : value,
          ),
          color: colour,
          lineStyle: { width: 2.2, color: colour, type: series.look === "simulated" ? [6, 4] : "solid" },
          itemStyle: { color: colour },
          symbol: series.look === "simulated" ? "none" : "circle",
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
  fired: "circle",
  stopped: "path://M3 0L0 3L7 10L0 17L3 20L10 13L17 20L20 17L13 10L20 3L17 0L10 7Z",
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

/** The same where each tone has a row of its own; a day may be narrow, so its marks stay within it. */
function lanesOf(
  marked: [string, DayMark[]][],
  lanes: readonly MarkLane[],
  top: number,
  dayWidth: number,
  colours: Colours,
): MarkPointComponentOption {
  const size = Math.min(10, Math.max(4.5, dayWidth - 0.5));
  return {
    silent: true,
    animation: false,
    data: lanes.flatMap(({ tone }, row) =>
      marked
        .filter(([, marks]) => marks.some((mark) => mark.tone === tone))
        .map(([day]) => ({
          name: day,
          coord: [day, 0],
          y: top + row * LANE_HEIGHT + LANE_HEIGHT / 2,
          symbol: shapes[tone],
          symbolSize: size,
          itemStyle: { color: colours[tone] },
          label: { show: false },
        })),
    ),
  };
}

interface TurnPlace {
  /** Whether its words stand to the right of the line: on the side with more room. */
  toRight: boolean;
  room: number;
  height: number;
}

function placeOf(turn: Turn, days: readonly string[], plot: number): TurnPlace {
  const left = (plot * (days.indexOf(turn.day) + 0.5)) / days.length;
  const toRight = left < plot / 2;
  const room = Math.max(120, (toRight ? plot - left : left) - 4);
  return { toRight, room, height: 8 + LINE_HEIGHT * Math.ceil((turn.label.length * LETTER_WIDTH) / room) };
}

/** The line from which on nothing of what the marks say happened, with its words above everything else. */
function turnLine(turn: Turn, { toRight, room }: TurnPlace, above: number, colours: Colours) {
  return {
    silent: true,
    animation: false,
    symbol: "none",
    lineStyle: { color: colours.turn, width: 1.5, type: "solid" },
    label: {
      ...AXIS_FONT,
      position: "end",
      distance: [0, above],
      align: toRight ? "left" : "right",
      verticalAlign: "bottom",
      color: colours.turn,
      lineHeight: LINE_HEIGHT,
      width: room,
      overflow: "break",
      formatter: turn.label,
    },
    data: [{ xAxis: turn.day }],
  } satisfies MarkLineComponentOption;
}

interface Look {
  still: boolean;
  width: number;
}

/** Whether nothing that is drawn on an axis is anything but zero or not known. */
const isFlat = (series: readonly DaySeries[], side: DaySeries["axis"]) =>
  series
    .filter(({ axis }) => axis === side)
    .every(({ values, before = [] }) =>
      [...values, ...before].every((value) => value === null || value === 0),
    );

export function drawingOf(chart: DayChart, colours: Colours, words: Words, { still, width }: Look): Option {
  const { days, series, marks = [], lanes, settledUntil } = chart;
  const turn = chart.turn && days.includes(chart.turn.day) ? chart.turn : undefined;
  const marked = [...marksByDay(days, marks)];
  const plot = Math.max(1, width - AXIS_WIDTH - 12);
  const turnPlace = turn && placeOf(turn, days, plot);
  const lanesTop = turnPlace?.height ?? 4;
  const top = lanes
    ? lanesTop + lanes.length * LANE_HEIGHT + 6
    : (turnPlace?.height ?? 0) + (marked.length > 0 ? MARKS_HEIGHT + 8 : 12);
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
      // Of nothing but zeros there is no scale to find: it would be one of millionths.
      ...(shown && isFlat(series, side) ? { max: shown.one, interval: shown.one } : {}),
      axisLabel: {
        ...AXIS_FONT,
        color: colours.dim,
        formatter: (value: number) => (shown ? shown.format(value).replace(/[.,]00(?!\d)/, "") : ""),
      },
      // Room above the tallest bar for the words of the part that is shaded.
      ...(turn ? { boundaryGap: [0, "16%"] as [number, string] } : {}),
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
        // Shaded areas begin and end at ticks: each day needs its own, drawn or not.
        axisTick: { show: false, interval: 0 },
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
      const drawn = drawnSeries(
        each,
        at,
        (each.look === "simulated" ? colours.turn : shades[at % shades.length]) ?? colours.first,
        colours.before,
        still,
        turn ? days.indexOf(turn.day) : -1,
      );
      const first = drawn[0];
      if (at !== 0 || !first) return drawn;
      const last = days[days.length - 1];
      const areas: MarkAreaComponentOption["data"] = [];
      if (unsettledFrom !== undefined) {
        areas.push([
          { xAxis: unsettledFrom, itemStyle: { color: colours.shade, opacity: 0.9 } },
          { xAxis: last ?? unsettledFrom },
        ]);
      }
      if (turn && turnPlace) {
        areas.push([
          {
            // The day on which it turned is still half of what happened.
            xAxis: days[days.indexOf(turn.day) + 1] ?? turn.day,
            itemStyle: { color: colours.simulated, opacity: 0.75 },
            label: {
              ...AXIS_FONT,
              show: true,
              formatter: turn.after,
              position: "insideTopRight",
              distance: 5,
              color: colours.turn,
              fontWeight: 600,
            },
          },
          // Without an end of its own it goes to the edge of the plot, not to the middle of the last day.
          {},
        ]);
        first.markLine = turnLine(turn, turnPlace, top - lanesTop + 2, colours);
      }
      if (areas.length > 0) first.markArea = { silent: true, label: { show: false }, data: areas };
      first.markPoint = lanes
        ? lanesOf(marked, lanes, lanesTop, plot / days.length, colours)
        : marksOf(marked, colours, still);
      return drawn;
    }),
  };
}
