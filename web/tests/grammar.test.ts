// The colours of the rule language agree with the checker: both read the same corpus of texts.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { foldable, getIndentation, indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { parser } from "~/shared/editor/grammar/adjutant.grammar";
import { adjutant } from "~/shared/editor/language";

const root = path.resolve(__dirname, "../..");

function texts(folder: string): { file: string; text: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".rule"))
    .map((file) => ({
      file: `${folder}/${file}`,
      text: readFileSync(path.join(root, folder, file), "utf8"),
    }));
}

const corpus = texts("dsl/corpus");
const texted = (name: string) => corpus.find(({ file }) => file.endsWith(`/${name}.rule`))?.text ?? "";

/** Every token of a text with its kind: the nodes that have no others inside. */
function tokens(text: string): [string, string][] {
  const found: [string, string][] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, node }) => {
      if (node.firstChild === null && from < to) found.push([name, text.slice(from, to)]);
    },
  });
  return found;
}

const kindsOf = (text: string, word: string) => [
  ...new Set(tokens(text).flatMap(([kind, each]) => (each === word ? [kind] : []))),
];

function errors(text: string): string[] {
  const found: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from }) => {
      if (type.isError) found.push(`${from}: ${JSON.stringify(text.slice(from, from + 30))}`);
    },
  });
  return found;
}

const body = (lines: string) => `rule "A" {\n${lines}\n}\n`;

describe("the grammar", () => {
  it("has a corpus to be held to", () => {
    expect(corpus.length).toBeGreaterThan(8);
  });

  it.each([...corpus, ...texts("rules-library")])("reads $file without an error", ({ text }) => {
    expect(errors(text)).toEqual([]);
  });

  it.each(corpus)("gives every word of $file a kind, and leaves no sign uncoloured", ({ text }) => {
    const uncoloured = tokens(text).filter(([kind]) => kind === "⚠" || kind === "");
    expect(uncoloured).toEqual([]);
  });

  it("finds each clause of the corpus by its opener", () => {
    const openers = new Set(
      corpus.flatMap(({ text }) =>
        tokens(text).flatMap(([kind, word]) => (kind === "Opener" ? [word.replace(/\s+/g, " ")] : [])),
      ),
    );
    for (const opener of [
      "for",
      "every",
      "window",
      "when",
      "then",
      "otherwise when",
      "otherwise",
      "approve",
      "without approval",
      "without data",
      "cooldown",
      "at most",
      "never",
    ]) {
      expect(openers, opener).toContain(opener);
    }
  });

  it("takes an amount with its unit for one word", () => {
    const numbers = texted("numbers");
    expect(kindsOf(numbers, "$1,204.50")).toEqual(["Money"]);
    expect(kindsOf(numbers, "1,204.50 EUR")).toEqual(["Money"]);
    expect(kindsOf(numbers, "12EUR")).toEqual(["Money"]);
    expect(kindsOf(numbers, "2.5 %")).toEqual(["Percent"]);
    expect(kindsOf(numbers, "90 minutes")).toEqual(["Duration"]);
    expect(kindsOf(numbers, "2w")).toEqual(["Duration"]);
    expect(kindsOf(texted("scopes"), "2026-03-31")).toEqual(["Day"]);
    expect(kindsOf(texted("schedules"), "06:00")).toEqual(["Time"]);
  });

  it("knows a metric, an attribute and a name of the author's own apart", () => {
    const text = body("  let cost = cpa else infinite\n  when cost > $5 and budget < $9\n  then pause");
    expect(kindsOf(text, "cpa")).toEqual(["Metric"]);
    expect(kindsOf(text, "budget")).toEqual(["Attribute"]);
    expect(kindsOf(text, "cost")).toEqual(["Definition", "Name"]);
    expect(kindsOf(text, "pause")).toEqual(["Action"]);
  });

  it("finds the values inside of a message, and nothing in a text with doubled braces", () => {
    const text = body('  then notify slack "#a" "{this.name}: {{not}} \\"x\\""');
    expect(kindsOf(text, "{this.name}")).toEqual(["Value"]);
    expect(kindsOf(text, "{{")).toEqual(["Escape"]);
    expect(kindsOf(text, '\\"')).toEqual(["Escape"]);
  });

  it("does not take a comment's or a doc string's words for clauses", () => {
    const text = '"""\nwhen and then, "quoted"\n"""\nrule "A" {\n  # every 1h\n  then pause\n}\n';
    expect(tokens(text).filter(([kind]) => kind === "Opener")).toEqual([["Opener", "then"]]);
  });

  it("keeps the colours of the lines below an unfinished one", () => {
    const text = body('  when spend >\n  then notify slack "#a" "open\n  cooldown 24h');
    expect(kindsOf(text, "cooldown")).toEqual(["Opener"]);
    expect(kindsOf(text, "24h")).toEqual(["Duration"]);
  });

  it("takes a script's body for raw text up to its closing line", () => {
    const text = `script f(a: count) -> ratio {\n  if a > 1 { 2 } else { 3 }\n}\n\n${body("  when f(clicks) > 5")}`;
    expect(tokens(text).filter(([kind]) => kind === "ScriptBody")).toEqual([
      ["ScriptBody", "{\n  if a > 1 { 2 } else { 3 }\n}"],
    ]);
    expect(kindsOf(text, "when")).toEqual(["Opener"]);
    expect(kindsOf(text, "script")).toEqual(["ScriptWord"]);
  });

  it("does not read the m of `matches` as minutes", () => {
    expect(kindsOf(body("  when clicks > 5 matches"), "5")).toEqual(["Numeral"]);
  });
});

describe("the editor's language", () => {
  const state = (doc: string) => EditorState.create({ doc, extensions: [adjutant(), indentUnit.of("  ")] });

  it("folds a rule to its head and a doc string to its quotes", () => {
    const doc = '"""\nWhy.\n"""\nrule "A" {\n  then pause\n}\n';
    const at = state(doc);
    const rule = at.doc.line(4);
    expect(foldable(at, rule.from, rule.to)).toEqual({ from: rule.to, to: doc.lastIndexOf("}") });
    expect(foldable(at, 0, 3)).toEqual({ from: 3, to: doc.indexOf('"""', 3) });
  });

  it("indents clauses below their rule, a continued clause below its opener, and the brace not at all", () => {
    const at = state('rule "A" {\n  for campaigns\n\n\n}\n');
    expect(getIndentation(at, at.doc.line(2).from)).toBe(2);
    expect(getIndentation(at, at.doc.line(5).from)).toBe(0);
    const clause = state('rule "A" {\n  when clicks > 5\nand spend > $5\n}\n');
    expect(getIndentation(clause, clause.doc.line(3).from)).toBe(4);
  });
});
