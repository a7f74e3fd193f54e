// Parameters as the language writes them (`$45, 40 EUR`, `20%`, `7d`) and as a form shows them: one typed field each.
import type { Param } from "../api/types";

export interface Amount {
  currency: string;
  value: string;
}

/** The value of a parameter as fields hold it: text as typed, so that a half-typed number is not lost. */
export type FieldValue =
  | { kind: "money"; amounts: Amount[] }
  | { kind: "number"; unit: "percent" | "ratio" | "count"; value: string }
  | { kind: "duration"; value: string; unit: DurationUnit }
  | { kind: "bool"; value: boolean }
  | { kind: "text"; value: string };

export const durationUnits = ["m", "h", "d", "w"] as const;
export type DurationUnit = (typeof durationUnits)[number];

const MINUTES: Record<DurationUnit, number> = { m: 1, h: 60, d: 1_440, w: 10_080 };
const SIGNS: Record<string, string> = { $: "USD", "€": "EUR", "£": "GBP", "₹": "INR" };
const WRITTEN: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", INR: "₹" };

const plain = (digits: string) => digits.replaceAll(",", "");

/** An amount to begin with, in the first currency that a text speaks of; what it quotes is no amount. */
export function sampleMoney(text: string, value: string): string {
  const [, sign, code] = /([$€£₹])\d|\d ([A-Z]{3})\b/.exec(text.replace(/"[^"]*"/g, "")) ?? [];
  const currency = code ?? SIGNS[sign ?? ""] ?? "USD";
  return literalOf({ kind: "money", amounts: [{ currency, value }] });
}

/** Amounts of a money literal; each currency once. The comma in `1,204` belongs to the number, the one before a blank does not. */
export function amountsOf(literal: string): Amount[] {
  return [...literal.matchAll(/([$€£₹])\s*([\d,]*\d(?:\.\d+)?)|([\d,]*\d(?:\.\d+)?)\s*([A-Z]{3})/g)].flatMap(
    ([, sign, signed, coded, code]) => {
      const currency = code ?? SIGNS[sign ?? ""];
      const value = signed ?? coded;
      return currency === undefined || value === undefined ? [] : [{ currency, value: plain(value) }];
    },
  );
}

export function fieldOf(type: Param["type"], literal: string): FieldValue {
  switch (type) {
    case "money":
      return { kind: "money", amounts: amountsOf(literal) };
    case "percent":
    case "ratio":
    case "count":
      return { kind: "number", unit: type, value: plain(literal.replace("%", "").trim()) };
    case "duration": {
      const [, value = "", unit = "d"] = /^\s*([\d.,]+)\s*([a-z]+)/.exec(literal) ?? [];
      const short = durationUnits.find((each) => unit.startsWith(each)) ?? "d";
      return { kind: "duration", value: plain(value), unit: short };
    }
    case "bool":
      return { kind: "bool", value: literal.trim() === "true" };
    default: {
      const inner = /^"([\s\S]*)"$/.exec(literal.trim())?.[1] ?? literal;
      return { kind: "text", value: inner.replace(/\\(["\\])/g, "$1") };
    }
  }
}

/** Digits in groups of three. */
export const grouped = (value: string) => {
  const [whole = "", fraction] = value.split(".");
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined || fraction === "" ? digits : `${digits}.${fraction}`;
};

/** An amount of money shows both digits of its fraction, or none. */
const amount = (value: string) => grouped(/\.\d$/.test(value) ? `${value}0` : value);

/** The field's value as the language writes it. */
export function literalOf(field: FieldValue): string {
  switch (field.kind) {
    case "money":
      return field.amounts
        .map(({ currency, value }, at) =>
          // The first amount wears its sign, as people write it; the others their code, which is never ambiguous.
          at === 0 && WRITTEN[currency] !== undefined
            ? `${WRITTEN[currency]}${amount(value)}`
            : `${amount(value)} ${currency}`,
        )
        .join(", ");
    case "number":
      return field.unit === "percent" ? `${field.value}%` : grouped(field.value);
    case "duration":
      return `${field.value}${field.unit}`;
    case "bool":
      return String(field.value);
    case "text":
      return `"${field.value.replace(/["\\]/g, "\\$&")}"`;
  }
}

/** What is wrong with a field; the form says it in the reader's language. */
export type FieldFault =
  | { why: "empty" }
  | { why: "number" }
  | { why: "whole" }
  | { why: "below" | "above"; bound: string }
  | { why: "text" };

const number = /^\d+(\.\d+)?$/;

function outside(
  value: number,
  low: number | undefined,
  high: number | undefined,
): "below" | "above" | undefined {
  if (low !== undefined && value < low) return "below";
  return high !== undefined && value > high ? "above" : undefined;
}

const boundOf = (fault: "below" | "above", { min, max }: Param) => (fault === "below" ? min : max) ?? "";

/** The first fault of a field, by the kind and the bounds of its parameter. */
export function faultOf(param: Param, field: FieldValue): FieldFault | undefined {
  const low = param.min === null ? undefined : fieldOf(param.type, param.min);
  const high = param.max === null ? undefined : fieldOf(param.type, param.max);
  switch (field.kind) {
    case "money": {
      for (const { currency, value } of field.amounts) {
        if (value.trim() === "") return { why: "empty" };
        if (!number.test(value)) return { why: "number" };
        const of = (bound: FieldValue | undefined) => {
          const amount = bound?.kind === "money" && bound.amounts.find((each) => each.currency === currency);
          return amount ? Number(amount.value) : undefined;
        };
        const fault = outside(Number(value), of(low), of(high));
        if (fault) return { why: fault, bound: boundOf(fault, param) };
      }
      return undefined;
    }
    case "number": {
      if (field.value.trim() === "") return { why: "empty" };
      if (!number.test(field.value)) return { why: "number" };
      const of = (bound: FieldValue | undefined) =>
        bound?.kind === "number" ? Number(bound.value) : undefined;
      const fault = outside(Number(field.value), of(low), of(high));
      return fault && { why: fault, bound: boundOf(fault, param) };
    }
    case "duration": {
      if (field.value.trim() === "") return { why: "empty" };
      if (!/^\d+$/.test(field.value)) return { why: "whole" };
      const of = (bound: FieldValue | undefined) =>
        bound?.kind === "duration" ? Number(bound.value) * MINUTES[bound.unit] : undefined;
      const fault = outside(Number(field.value) * MINUTES[field.unit], of(low), of(high));
      return fault && { why: fault, bound: boundOf(fault, param) };
    }
    case "text":
      return /[\n\r]/.test(field.value) ? { why: "text" } : undefined;
    case "bool":
      return undefined;
  }
}

/** Whether two literals of one kind mean the same: `$1,000` and `1000 USD` do. */
export function sameLiteral(type: Param["type"], a: string, b: string): boolean {
  return literalOf(fieldOf(type, a)) === literalOf(fieldOf(type, b));
}
