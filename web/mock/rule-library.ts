// What the simulated desk knows beside the organisation's own rules: the library, exports of other tools, pages of findings.
import type { ImportedRule, LibraryItem } from "~/features/rules/api/types";
import { ruleTexts } from "./catalogue";
import { inPlainWords, paramsOf, written } from "./rule-text";

const guards: LibraryItem[] = [
  {
    id: "brand-stays-on",
    kind: "guard",
    folder: "Budget protection",
    name: "Brand stays on",
    doc: "Campaigns with the label brand are never switched off by Adjutant.",
    text: 'guard "Brand stays on" {\n  for campaigns\n  never pause where labels has "brand"\n}\n',
    platforms: ["google", "meta"],
    not_for: null,
    params: [],
    in_plain_words: "Nobody pauses campaigns whose labels have brand.",
    installed: 0,
  },
];

const rules: LibraryItem[] = [
  {
    id: "stop-loss",
    folder: "Stop losses",
    name: "Stop loss",
    doc: "Pause campaigns that spend real money at a cost per conversion the business cannot carry.",
    text: ruleTexts.stopLoss,
    platforms: ["google", "meta"],
    not_for:
      "campaigns whose conversions arrive later than the window: a lead that closes after two weeks looks like none.",
  },
  {
    id: "scale-winners",
    folder: "Scale",
    name: "Scale winners",
    doc: "Give proven campaigns a fifth more budget, up to a ceiling.",
    text: ruleTexts.scale,
    platforms: ["google"],
    not_for: "campaigns that are limited by their bids: more budget does not help them.",
  },
  {
    id: "trim-overspenders",
    folder: "Stop losses",
    name: "Trim overspenders",
    doc: "Take 15% of the budget from campaigns that earn less than they should.",
    text: ruleTexts.trim,
    platforms: ["google", "meta"],
    not_for: null,
  },
].map((entry) => ({
  ...entry,
  kind: "rule" as const,
  platforms: entry.platforms as LibraryItem["platforms"],
  params: paramsOf(entry.text),
  in_plain_words: inPlainWords(entry.text),
  installed: entry.id === "stop-loss" ? 1 : 0,
}));

export const library: LibraryItem[] = [...rules, ...guards];

interface Exported {
  name: string;
  id?: string;
  evaluation_spec: ExportedSpec | string;
}

interface ExportedSpec {
  filters: { field: string; value: unknown; operator: string }[];
}

/** The rules of an export; nothing where it is none. */
export function exported(file: string): Exported[] | undefined {
  try {
    const { data } = JSON.parse(file) as { data?: Exported[] };
    return data;
  } catch {
    return undefined;
  }
}

/** What becomes of one: amounts need a currency, and lists of ids are never carried. */
export function imported({ name, id, evaluation_spec }: Exported, currency: string | null): ImportedRule {
  const { filters } =
    typeof evaluation_spec === "string" ? (JSON.parse(evaluation_spec) as ExportedSpec) : evaluation_spec;
  const parts = filters.map((filter, at): ImportedRule["parts"][number] => {
    const part = { path: `evaluation_spec.filters[${at}]`, value: JSON.stringify(filter) };
    if (filter.field === "id") {
      return {
        ...part,
        state: "missing",
        written: null,
        why: "rules here name objects by name, label or state",
      };
    }
    if (filter.field === "spent" && currency === null) {
      return { ...part, state: "missing", written: null, why: "the export does not say its currency" };
    }
    return { ...part, state: "carried", written: filter.field, why: null };
  });
  return {
    name,
    id: id ?? null,
    whole: parts.every(({ state }) => state !== "missing"),
    text: written(ruleTexts.stopLoss, { name, params: {} }),
    diagnostics: [],
    parts,
  };
}

export const PAGES: Record<string, string> = {
  E0103:
    "# E0103 unknown clause\n\n*error*\n\nA line of a rule begins with a word that no clause begins with.\n\n## Example\n\n```adjutant\ncooldwon 24h\n```\n\n## Instead\n\n```adjutant\ncooldown 24h\n```\n",
  E0204:
    "# E0204 a number without its unit\n\n*error*\n\nA number beside money, a percentage or a duration needs the unit of the other side. `$`, `%` and `h` are part of the number.\n\n## Example\n\n```adjutant\nwhen spend > 100\n```\n\n## Instead\n\n```adjutant\nwhen spend > $100\n```\n",
};
