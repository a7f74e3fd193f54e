// Blocks of a text: what a field may hold, and the edits that writing in it makes. The places come from the server; nothing here
// reads the language.
import type { Block, BlockCondition, BlockField, BlockOperand, BlockUnit, TextEdit } from "../api/types";
import { type Amount, amountsOf, fieldOf, grouped, literalOf } from "./literal";

/** What stands under a field becomes `text`. */
export const write = (field: Pick<BlockField, "span">, text: string): TextEdit[] => [
  { span: field.span, text },
];

/** A literal as boxes of a form: amounts with their currencies, or one text with its unit beside it. */
export type Boxes =
  | { kind: "money"; amounts: Amount[] }
  | { kind: "percent" | "plain"; value: string }
  | { kind: "duration"; value: string; unit: string };

const UNITS: Record<string, string> = {
  minute: "m",
  minutes: "m",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
  week: "w",
  weeks: "w",
};

export function boxesOf(unit: BlockUnit | null, text: string): Boxes {
  switch (unit) {
    case "money": {
      const amounts = amountsOf(text).map(({ currency, value }) => ({ currency, value: grouped(value) }));
      return amounts.length > 0 ? { kind: "money", amounts } : { kind: "plain", value: text };
    }
    case "percent":
      return { kind: "percent", value: text.replace("%", "").trim() };
    case "duration": {
      const [, value = text, unit = "d"] = /^\s*([\d.,]+)\s*([a-z]+)\s*$/.exec(text) ?? [];
      return { kind: "duration", value: value.replaceAll(",", ""), unit: UNITS[unit] ?? unit };
    }
    default:
      return { kind: "plain", value: text };
  }
}

const NUMBER = /^\d+(\.\d+)?$/;
const plain = (value: string) => value.replaceAll(",", "").trim();

/** The boxes as the language writes them; undefined while something in them is no number. */
export function textOf(unit: BlockUnit | null, boxes: Boxes): string | undefined {
  switch (boxes.kind) {
    case "money": {
      const amounts = boxes.amounts.map(({ currency, value }) => ({ currency, value: plain(value) }));
      return amounts.every(({ value }) => NUMBER.test(value))
        ? literalOf({ kind: "money", amounts })
        : undefined;
    }
    case "percent": {
      const value = plain(boxes.value);
      return NUMBER.test(value) ? `${value}%` : undefined;
    }
    case "duration": {
      const value = plain(boxes.value);
      return /^\d+$/.test(value) && value !== "0" ? `${value}${boxes.unit}` : undefined;
    }
    case "plain": {
      if (unit === "count" || unit === "ratio") {
        const value = plain(boxes.value);
        return NUMBER.test(value) ? literalOf(fieldOf(unit, value)) : undefined;
      }
      return boxes.value.trim() === "" ? undefined : boxes.value.trim();
    }
  }
}

/** The inside of a quoted text, and back. */
export const unquoted = (text: string) =>
  (/^"([\s\S]*)"$/.exec(text)?.[1] ?? text).replace(/\\(["\\])/g, "$1");
export const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", " ")}"`;

/** The names of a list such as `"Night watch", "Stop loss"`, and where in it each begins. */
export const namesOf = (text: string) =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(({ 0: name, index }) => ({ name: unquoted(name), at: index }));

/** The words of a list such as `mon, wed`. */
export const listed = (text: string) =>
  text
    .replace(/^\((.*)\)$/s, "$1")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** The list with a word more or less, in the order of its choices; the last word stays. */
export function toggled(text: string, word: string, order: readonly string[]): string | undefined {
  const now = listed(text);
  const next = now.includes(word) ? now.filter((each) => each !== word) : [...now, word];
  if (next.length === 0) return undefined;
  // `weekdays` and single days say the same thing twice.
  const days = word === "weekdays" ? ["weekdays"] : next.filter((each) => each !== "weekdays");
  const kept = order.includes("weekdays") ? days : next;
  return [...kept].sort((a, b) => order.indexOf(a) - order.indexOf(b)).join(", ");
}

/** Another operand in a comparison: alone where the other side still fits it, else with a side that does. */
export function compareInstead(condition: BlockCondition, operand: BlockOperand): TextEdit[] {
  const { comparison } = condition;
  if (!comparison) return [];
  const ordered = [">", ">=", "<", "<=", "=", "!="].includes(comparison.operator.now ?? "");
  const fits =
    operand.unit === null ||
    (operand.unit === comparison.unit && operand.unit !== "member") ||
    (comparison.unit === null && ordered);
  return fits ? write(comparison.left, operand.name) : write(condition, operand.sample);
}

/** Blocks that belong together on the page: a condition with its actions, and clauses of one kind beside each other. */
export interface Section {
  kind: "scope" | "times" | "values" | "branch" | "safety" | "text";
  blocks: Block[];
}

const sectionOf = (block: Block): Section["kind"] => {
  switch (block.kind) {
    case "scope":
      return "scope";
    case "schedule":
    case "window":
      return "times";
    case "param":
    case "let":
      return "values";
    case "when":
    case "otherwise_when":
    case "otherwise":
    case "action":
      return "branch";
    case "text":
      return "text";
    default:
      return "safety";
  }
};

/** The blocks in the order of the text, those beside each other that belong together in one section. */
export function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  for (const block of blocks) {
    const kind = sectionOf(block);
    const last = sections.at(-1);
    const begins = kind === "branch" && block.kind !== "action";
    if (last?.kind === kind && !begins) last.blocks.push(block);
    else sections.push({ kind, blocks: [block] });
  }
  return sections;
}
