// A stand-in for the reader of the language: it knows a handful of mistakes and clauses, and what the program answered before.
import type { CheckedText, Diagnostic, Param, TextBlocks } from "~/features/rules/api/types";
import recorded from "./recorded-blocks.json";

const PARAM =
  /^\s*param\s+(\w+)\s*:\s*(\w+)\s*=\s*(.+?)(?:\s+from\s+(.+?)\s+to\s+(.+?))?(?:\s{1,}"((?:[^"\\]|\\.)*)")?\s*$/;

export function paramsOf(text: string, overrides: Record<string, string> = {}): Param[] {
  return text.split("\n").flatMap((line): Param[] => {
    const found = PARAM.exec(line);
    if (!found) return [];
    const [, name = "", type = "", written = "", min, max, help] = found;
    return [
      {
        name,
        type: type as Param["type"],
        help: help ?? null,
        default: written.trim(),
        min: min ?? null,
        max: max ?? null,
        value: overrides[name] ?? written.trim(),
      },
    ];
  });
}

export const GUARD_WORDS =
  "It covers campaigns on Google and Meta.\nNo raise above twice the budget at the start of the day passes.\nNo raise above $1,000.00 or €900.00 passes.";

export const nameOf = (text: string) => /^(?:rule|guard) "((?:[^"\\]|\\.)*)"/m.exec(text)?.[1];
export const docOf = (text: string) => /"""\s*([\s\S]*?)\s*"""/.exec(text)?.[1] ?? null;
export const clause = (text: string, opener: string) =>
  new RegExp(`^\\s*${opener}\\s+(.+)$`, "m").exec(text)?.[1]?.trim() ?? null;

export function inPlainWords(text: string): string {
  const sentences = [
    `It looks at ${clause(text, "for") ?? "campaigns"}.`,
    `It checks every ${clause(text, "every") ?? "sync"}.`,
    `When ${clause(text, "when") ?? "it runs"}, it does: ${clause(text, "then") ?? "nothing"}.`,
    clause(text, "approve")
      ? "A manager approves each change; one that nobody answers within a day lapses."
      : "Nobody is asked.",
    clause(text, "cooldown")
      ? `After it acted it leaves a campaign alone for ${clause(text, "cooldown")}.`
      : "",
    clause(text, "at most") ? `It changes at most ${clause(text, "at most")} in an account.` : "",
    "Without fresh data it does nothing.",
  ];
  return sentences.filter((sentence) => sentence !== "").join("\n");
}

const METRICS = "spend|revenue|cpa|cpc|cpm|aov|cost";
const CLAUSES: Record<string, string> = { wehn: "when", evry: "every", thn: "then", cooldwon: "cooldown" };

/** What the program answered to these texts; to any other the stand-in says that it is text. */
export function blocksOf(text: string): TextBlocks {
  const known = (recorded as { text: string; answer: unknown }[]).find((each) => each.text === text);
  if (known) return known.answer as TextBlocks;
  const lines = text.split("\n");
  const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const span = { start: { line: 0, character: 0 }, end };
  const block = { kind: "text", span, text, parts: [], condition: null, removal: [], offers: [] } as const;
  const item = { kind: "rule", span, name: nameOf(text) ?? "", doc: null, operands: [], offers: [] } as const;
  return {
    items: [
      { ...item, blocks: [{ ...block, parts: [], removal: [], offers: [] }], operands: [], offers: [] },
    ],
  };
}

/** The few mistakes that tests and walks make on purpose. */
export function findings(text: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  const say = (
    code: string,
    severity: Diagnostic["severity"],
    line: number,
    from: number,
    to: number,
    underlined: string,
    message: string,
    help: string,
    fix?: { title: string; text: string },
  ) => {
    const span = { start: { line, character: from }, end: { line, character: to } };
    found.push({
      code,
      severity,
      message,
      help,
      history: null,
      span,
      underlined,
      labels: [],
      fixes: fix ? [{ title: fix.title, safe: true, edits: [{ span, text: fix.text }] }] : [],
      docs: `/docs/diagnostics/${code}`,
    });
  };
  text.split("\n").forEach((line, at) => {
    if (/^\s*(param|#)/.test(line)) return;
    for (const match of line.matchAll(
      new RegExp(`\\b(${METRICS})\\s*[<>]=?\\s*(\\d[\\d,.]*)(?!\\s*(?:[A-Z]{3}|%|\\d))`, "g"),
    )) {
      const amount = match[2] ?? "";
      const from = match.index + match[0].length - amount.length;
      say(
        "E0204",
        "error",
        at,
        from,
        from + amount.length,
        amount,
        `\`${match[1]}\` is money, and \`${amount}\` has no currency`,
        `write \`$${amount}\``,
        { title: `write \`$${amount}\``, text: `$${amount}` },
      );
    }
    const word = /^\s{2}(\w+)/.exec(line)?.[1];
    const meant = word === undefined ? undefined : CLAUSES[word];
    if (word !== undefined && meant !== undefined) {
      const from = line.indexOf(word);
      say(
        "E0103",
        "error",
        at,
        from,
        from + word.length,
        word,
        `unknown clause \`${word}\``,
        `did you mean \`${meant}\`?`,
        {
          title: `write \`${meant}\``,
          text: meant,
        },
      );
    }
  });
  if (nameOf(text) === undefined) {
    say(
      "E0101",
      "error",
      0,
      0,
      1,
      text.slice(0, 1),
      "a rule needs a name in quotes",
      'write `rule "Name" {`',
    );
  }
  if (/^\s*then\s+(pause|increase|decrease|set)/m.test(text) && !/^\s*at most/m.test(text)) {
    const at = text.split("\n").findIndex((line) => /^\s*then/.test(line));
    const line = text.split("\n")[at] ?? "";
    const from = line.indexOf("then");
    say(
      "W0501",
      "warning",
      at,
      from,
      line.length,
      line.trim(),
      "nothing limits how many campaigns it changes in a day",
      "add `at most 5 per day`",
    );
  }
  return found;
}

export function check(text: string): CheckedText {
  const diagnostics = findings(text);
  const name = nameOf(text);
  const guard = /^guard "/m.test(text);
  const readable = name !== undefined && !diagnostics.some(({ severity }) => severity === "error");
  return {
    rules:
      readable && !guard
        ? [
            {
              name,
              doc: docOf(text),
              params: paramsOf(text),
              in_plain_words: inPlainWords(text),
              schedule: `every ${clause(text, "every") ?? "1h"}`,
              scope: clause(text, "for") ?? "campaigns",
            },
          ]
        : [],
    guards:
      readable && guard
        ? [{ name, doc: docOf(text), in_plain_words: GUARD_WORDS, scope: clause(text, "for") ?? "campaigns" }]
        : [],
    diagnostics,
  };
}

/** The text with other defaults and another name, as the library writes it. */
export function written(
  text: string,
  { name, params }: { name?: string; params: Record<string, string> },
): string {
  let next = name === undefined ? text : text.replace(/^rule "[^"]*"/m, `rule "${name}"`);
  for (const [param, literal] of Object.entries(params)) {
    next = next.replace(
      new RegExp(
        `^(\\s*param\\s+${param}\\s*:\\s*\\w+\\s*=\\s*)(.+?)(?=\\s+from\\s|\\s{2,}"|\\s+"|\\s*$)`,
        "m",
      ),
      `$1${literal}`,
    );
  }
  return next;
}
