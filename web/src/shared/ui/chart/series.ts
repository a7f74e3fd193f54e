// What a chart over days is drawn from: plain data, so that the drawing and the table beside it cannot disagree.

export interface DaySeries {
  id: string;
  name: string;
  /** One value a day; null where nothing is known, which is not zero. */
  values: readonly (number | null)[];
  /** The same days of the span before, in order; absent without a comparison. */
  before?: readonly (number | null)[] | undefined;
  format: (value: number) => string;
  /** One of what is counted, as the values have it: where all of them are zero, the axis goes up to it. */
  one: number;
  /** `simulated` is a line that is drawn from the turn on: up to there it says the same as what happened. */
  look: "bars" | "line" | "simulated";
  axis: "left" | "right";
}

/** Something that was done on a day: a rule acted, a person changed something. */
export interface DayMark {
  id: string;
  day: string;
  tone: "rule" | "person" | "outside" | "undo" | "fired" | "stopped";
  /** One line, as the list beside the chart has it. */
  text: string;
}

/** A row of marks of one tone above the drawing, where marks of several tones would cover each other. */
export interface MarkLane {
  tone: DayMark["tone"];
  name: string;
}

/** A day from which on the drawing is about something that did not happen. */
export interface Turn {
  day: string;
  /** What the line says. */
  label: string;
  /** What the part after it is. */
  after: string;
}

export interface DayChart {
  days: readonly string[];
  beforeDays?: readonly string[] | undefined;
  series: readonly DaySeries[];
  marks?: readonly DayMark[];
  /** With lanes a mark stands in its tone's row; without, all share one. */
  lanes?: readonly MarkLane[] | undefined;
  turn?: Turn | undefined;
  /** The last day whose numbers no longer change; later ones are shaded. */
  settledUntil?: string | undefined;
  /** The day that is not over yet. */
  today?: string | undefined;
}

/** The marks of each day, in the order of the days. */
export function marksByDay(days: readonly string[], marks: readonly DayMark[]): Map<string, DayMark[]> {
  const byDay = new Map<string, DayMark[]>();
  for (const day of days) {
    const found = marks.filter((mark) => mark.day === day);
    if (found.length > 0) byDay.set(day, found);
  }
  return byDay;
}
