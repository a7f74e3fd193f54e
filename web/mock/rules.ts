// Rules of the simulated desk: versions, switches, holds, a library, and a checker that knows a handful of mistakes.
import { HttpResponse, http } from "msw";
import type {
  CheckedText,
  Diagnostic,
  Guard,
  Hold,
  ImportedRule,
  LibraryItem,
  Param,
  Preview,
  PreviewRow,
  RuleAnalysis,
  RuleDetail,
  RuleVersion,
  TextBlocks,
} from "~/features/rules/api/types";
import type { Rule, Session } from "~/shared/api/types";
import { API, guardsOf, missing, noContent, page, problem } from "./answers";
import {
  accounts,
  brief,
  campaigns,
  hours,
  iso,
  makeId,
  minutes,
  money,
  rules,
  ruleTexts,
  START,
} from "./catalogue";
import type { Desk } from "./desk";
import { absent, comparison, group, operand, value } from "./explanations";
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

const GUARD_WORDS =
  "It covers campaigns on Google and Meta.\nNo raise above twice the budget at the start of the day passes.\nNo raise above $1,000.00 or €900.00 passes.";

const nameOf = (text: string) => /^(?:rule|guard) "((?:[^"\\]|\\.)*)"/m.exec(text)?.[1];
const docOf = (text: string) => /"""\s*([\s\S]*?)\s*"""/.exec(text)?.[1] ?? null;
const clause = (text: string, opener: string) =>
  new RegExp(`^\\s*${opener}\\s+(.+)$`, "m").exec(text)?.[1]?.trim() ?? null;

function inPlainWords(text: string): string {
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

interface Kept {
  rule: Rule;
  row: number;
  overrides: Record<string, string>;
  versions: RuleVersion[];
  holds: Hold[];
  library: { id: string; name: string } | null;
  archived: boolean;
}

const shown = (amount: number, currency = "USD") => ({
  display: new Intl.NumberFormat("en-US", { style: "currency", currency }).format(amount),
  micros: Math.round(amount * 1_000_000),
});

const library: LibraryItem[] = [
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

interface Exported {
  name: string;
  id?: string;
  evaluation_spec: ExportedSpec | string;
}

interface ExportedSpec {
  filters: { field: string; value: unknown; operator: string }[];
}

/** The rules of an export; nothing where it is none. */
function exported(file: string): Exported[] | undefined {
  try {
    const { data } = JSON.parse(file) as { data?: Exported[] };
    return data;
  } catch {
    return undefined;
  }
}

/** What becomes of one: amounts need a currency, and lists of ids are never carried. */
function imported({ name, id, evaluation_spec }: Exported, currency: string | null): ImportedRule {
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

export class Rules {
  readonly #kept = new Map<string, Kept>();
  readonly #guards = new Map<string, Guard>();

  constructor() {
    const held = [campaigns.prospecting, campaigns.stoves];
    for (const rule of Object.values(rules)) {
      const earlier = rule.text
        .replace("cooldown 24h", "cooldown 12h")
        .replace("at most 5 per day", "at most 20 per day");
      this.#kept.set(rule.id, {
        rule,
        row: rule.version,
        overrides: {},
        library: rule === rules.stopLoss ? { id: "stop-loss", name: "Stop loss" } : null,
        archived: false,
        versions: Array.from({ length: rule.version }, (_, at) => ({
          version: at + 1,
          text: at + 1 === rule.version ? rule.text : earlier,
          overrides: {},
          created_at: iso(START - hours(75 + 90 * (rule.version - at - 1))),
          created_by: "Mara Lindqvist",
          note:
            at === 0
              ? null
              : at + 1 === rule.version
                ? "Calmer after the weekend: longer pause, fewer a day"
                : "First week",
          enabled: at + 1 === rule.version,
        })),
        holds:
          rule === rules.stopLoss
            ? held.map((campaign, at) => ({
                action_id: makeId(),
                rule: { id: rule.id, name: rule.name, version: rule.version },
                account: campaign.account,
                campaign: { id: campaign.id, name: campaign.name },
                property: "status" as const,
                before: { display: "active", micros: null },
                after: { display: "paused", micros: null },
                since: iso(START - hours(20 + at * 31)),
                ends:
                  at === 0
                    ? { at: iso(START + hours(52)), when: null, also_held_by: null, is_over: false }
                    : null,
                can_release: at === 0,
                why_not: at === 0 ? null : "somebody changed it since",
              }))
            : [],
      });
    }
    const id = makeId();
    this.#guards.set(id, {
      id,
      name: "No runaway budgets",
      doc: null,
      in_plain_words: GUARD_WORDS,
      text: 'language 1\n\nguard "No runaway budgets" {\n  for campaigns on google, meta\n  never raise budget above 200% of budget at start of day\n  never raise budget above $1,000, 900 EUR\n}\n',
      version: 2,
      state: "enabled",
      updated_at: iso(START - hours(300)),
      updated_by: "Ana Ruiz",
      warnings: [],
    });
  }

  kept(id: string): Kept | undefined {
    const found = this.#kept.get(id);
    return found?.archived ? undefined : found;
  }

  all(): Kept[] {
    return [...this.#kept.values()].filter(({ archived }) => !archived);
  }

  get guards() {
    return this.#guards;
  }

  /** Somebody else saves a version while a page is open. */
  saveElsewhere(id: string, text: string): void {
    const kept = this.#kept.get(id);
    if (kept) this.save(kept, { text, overrides: kept.overrides, note: "Saved elsewhere" }, "Jonas Weber");
  }

  save(
    kept: Kept,
    next: { text: string; overrides: Record<string, string>; note: string | null },
    by: string,
  ): void {
    const { rule } = kept;
    kept.rule = {
      ...rule,
      text: next.text,
      version: rule.version + 1,
      updated_at: iso(START + minutes(kept.row)),
      updated_by: by,
      doc: docOf(next.text),
    };
    kept.row += 1;
    kept.overrides = next.overrides;
    kept.versions = [
      ...kept.versions.map((version) => ({ ...version, enabled: false })),
      {
        version: kept.rule.version,
        text: next.text,
        overrides: next.overrides,
        created_at: kept.rule.updated_at,
        created_by: by,
        note: next.note,
        enabled: true,
      },
    ];
  }

  create(
    text: string,
    overrides: Record<string, string>,
    note: string | null,
    from: string | undefined,
    by: string,
  ): Kept {
    const id = makeId();
    const at = iso(START + minutes(5));
    const entry = library.find((each) => each.id === from);
    const kept: Kept = {
      rule: {
        id,
        name: nameOf(text) ?? "",
        doc: docOf(text),
        version: 1,
        state: "draft",
        state_detail: null,
        schedule: `every ${clause(text, "every") ?? "1h"}`,
        scope: clause(text, "for") ?? "campaigns",
        next_at: null,
        last_tick_at: null,
        acted_24h: 0,
        waiting: 0,
        unknown_share: null,
        text,
        updated_at: at,
        updated_by: by,
      },
      row: 1,
      overrides,
      versions: [{ version: 1, text, overrides, created_at: at, created_by: by, note, enabled: false }],
      holds: [],
      library: entry ? { id: entry.id, name: entry.name } : null,
      archived: false,
    };
    this.#kept.set(id, kept);
    return kept;
  }

  detail(kept: Kept): RuleDetail {
    const { rule, overrides, holds } = kept;
    const wanted = /for campaigns on ([\w, ]+)/.exec(rule.text)?.[1]?.split(/,\s*/) ?? [];
    const off = rule.state === "draft" || rule.state === "disabled";
    return {
      ...rule,
      params: paramsOf(rule.text, overrides),
      overrides,
      in_plain_words: inPlainWords(rule.text),
      hold_out: null,
      versions: kept.versions.length,
      library: kept.library,
      accounts: Object.values(accounts).map((account) => {
        const fits = wanted.length === 0 || wanted.some((platform) => platform.trim() === account.platform);
        const priced = !/\$\d/.test(rule.text) || account.currency === "USD" || /\d EUR/.test(rule.text);
        return {
          account: brief(account),
          not_bound: !fits
            ? `the rule is not about ${account.platform}`
            : priced
              ? null
              : `the rule names no amount in ${account.currency}`,
          next_at: rule.next_at ?? null,
          last_at: rule.last_tick_at ?? null,
        };
      }),
      holds,
      warnings: [],
      accepted: [],
      can: { edit: true, enable: off, disable: !off, archive: off },
    };
  }

  /** A text that raises budgets meets the enabled rules that pause. */
  analysis(text: string, id: string | undefined): RuleAnalysis {
    const raise = /increase budget by [^\n]*/.exec(text);
    const before = raise ? text.slice(0, raise.index).split("\n") : [];
    const at = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const name = nameOf(text) ?? "";
    const others = this.all().filter(
      ({ rule }) => rule.id !== id && rule.state === "enabled" && /^\s*(?:then )?pause\s*$/m.test(rule.text),
    );
    const account = brief(accounts.us);
    return {
      findings: raise
        ? others.map(({ rule }) => ({
            code: "W0801",
            message: `\`${rule.name}\` pauses campaigns whose budget \`${name}\` raises`,
            help: "narrow one of the two conditions",
            answer: "shown",
            account,
            places: [
              { rule_id: rule.id, rule: rule.name, text: "pause", span: null },
              {
                rule_id: id ?? null,
                rule: name,
                text: raise[0],
                span: { start: at, end: { line: at.line, character: at.character + raise[0].length } },
              },
            ],
            example: {
              campaign: null,
              at: iso(START + minutes(30)),
              values: [
                { name: "spend", window: "last 3 days", value: "$102.00" },
                { name: "conversions", window: "last 3 days", value: "1" },
                { name: "budget", window: null, value: "$100.00" },
              ],
            },
            obstacle: null,
            docs: "/docs/diagnostics/W0801",
          }))
        : [],
      guards: raise
        ? [
            {
              guard: "No runaway budgets",
              clause: "never raise budget above $1,000, 900 EUR",
              answer: raise[0].includes("up to") ? "proved" : "broken",
              account,
              in_words: raise[0].includes("up to")
                ? "proved: no rule could ever break it"
                : `without the check at run time \`${name}\` $1,000.00 → $1,200.00 would pass $1,000.00`,
            },
          ]
        : [],
      proved: raise ? 0 : others.length,
      accounts: Object.keys(accounts).length,
      left_out: 0,
    };
  }

  preview(text: string): Preview {
    const limit = /max_cpa: money = \$([\d.]+)/.exec(text)?.[1] ?? "45";
    const at = iso(START + minutes(3));
    const rows = Object.values(campaigns)
      .filter(({ status }) => status === "active")
      .map((campaign): PreviewRow => {
        const { account, last_7_days: week } = campaign;
        const lost = account.id === accounts.coffee.id;
        const spend = (week?.spend.micros ?? 0) / 1_000_000;
        const cpa = week?.cpa ? week.cpa.micros / 1_000_000 : Number.POSITIVE_INFINITY;
        const acts = !lost && cpa > Number(limit) && spend > 100;
        const brand = campaign.name.startsWith("Brand");
        const said = cpa === Number.POSITIVE_INFINITY ? "infinite" : shown(cpa, account.currency).display;
        const over = shown(Math.abs(cpa - Number(limit)), account.currency).display;
        const distance =
          lost || cpa === Number.POSITIVE_INFINITY
            ? null
            : `${over} ${cpa > Number(limit) ? "above" : "below"}`;
        const truth = lost ? "unknown" : acts ? "true" : "false";
        const cost = lost
          ? operand("cost", absent("stale", "the last sync is 31 hours old; it promises every hour"))
          : operand("cost", value(said));
        return {
          campaign: { id: campaign.id, name: campaign.name },
          account,
          outcome: lost ? "unknown" : acts ? (brand ? "blocked" : "acts") : "not_fired",
          branch: acts ? 0 : null,
          effects: acts
            ? [
                {
                  kind: "pause",
                  property: "status",
                  before: { display: "active", micros: null },
                  after: { display: "paused", micros: null },
                  per_day_change: money(-spend / 7, account.currency),
                  blocked: null,
                },
              ]
            : [],
          reason: lost
            ? "the last sync is 31 hours old; it promises every hour"
            : `cost ${said} is ${acts ? "above" : "not above"} ${shown(Number(limit), account.currency).display}`,
          values: lost
            ? []
            : [
                { text: "cost", value: said },
                { text: "spend", value: shown(spend, account.currency).display },
              ],
          distance,
          explanation: {
            at,
            data_until: campaign.data_until ?? null,
            scope: null,
            lets: [],
            branches: [
              {
                truth,
                condition: group("and", truth, [
                  comparison(
                    truth,
                    cost,
                    ">",
                    operand("max_cpa", value(shown(Number(limit), account.currency).display)),
                    distance,
                  ),
                  comparison(
                    "true",
                    operand("spend", value(shown(spend, account.currency).display)),
                    ">",
                    operand("floor", value("$100.00")),
                    null,
                  ),
                ]),
                lasting: null,
                actions: ["pause"],
                reason: "",
              },
            ],
            release: null,
            windows: [],
          },
        };
      });
    const rank: PreviewRow["outcome"][] = ["acts", "waits", "blocked", "unknown", "not_fired"];
    rows.sort((a, b) => rank.indexOf(a.outcome) - rank.indexOf(b.outcome));
    const acting = rows.filter(({ outcome }) => outcome === "acts");
    const sums = new Map<string, number>();
    for (const { effects } of acting) {
      for (const { per_day_change: change } of effects) {
        if (change) sums.set(change.currency, (sums.get(change.currency) ?? 0) + change.micros);
      }
    }
    return {
      at,
      rule: nameOf(text) ?? "",
      checks: rows.length,
      acting: acting.length,
      unknown: rows.filter(({ outcome }) => outcome === "unknown").length,
      outside: 1,
      blocked: rows.filter(({ outcome }) => outcome === "blocked").length,
      accounts: Object.values(accounts).map((account) => ({
        account: brief(account),
        data_until: account.data_until ?? null,
        not_bound: null,
      })),
      rows,
      shown: rows.length,
      in_plain_words: inPlainWords(text),
      per_day_change: [...sums].map(([currency, micros]) => ({ currency, micros })),
    };
  }
}

const PAGES: Record<string, string> = {
  E0103:
    "# E0103 unknown clause\n\n*error*\n\nA line of a rule begins with a word that no clause begins with.\n\n## Example\n\n```adjutant\ncooldwon 24h\n```\n\n## Instead\n\n```adjutant\ncooldown 24h\n```\n",
  E0204:
    "# E0204 a number without its unit\n\n*error*\n\nA number beside money, a percentage or a duration needs the unit of the other side. `$`, `%` and `h` are part of the number.\n\n## Example\n\n```adjutant\nwhen spend > 100\n```\n\n## Instead\n\n```adjutant\nwhen spend > $100\n```\n",
};

export function ruleHandlers(desk: Desk, store: Rules) {
  const { signedIn, permitted } = guardsOf(desk);
  const tell = (id: string) => {
    for (const listen of desk.listeners) listen({ topic: "rules", ref: id, version: null });
  };
  const answer = (kept: Kept, status = 200) =>
    HttpResponse.json(store.detail(kept), { status, headers: { ETag: `"v${kept.row}"` } });
  const onRule = (act: (kept: Kept, session: Session, request: Request) => Response | Promise<Response>) =>
    permitted("rules.write", ({ request, params }, session) => {
      const kept = store.kept(String(params.id));
      if (!kept) return missing();
      const seen = request.headers.get("if-match");
      if (seen === null) return problem(428, "If-Match is required", "send the ETag that you read");
      if (seen !== `"v${kept.row}"`) return problem(412, "The rule moved on", "it changed since you read it");
      return act(kept, session, request);
    });
  const refused = (text: string) => {
    const diagnostics = findings(text).filter(({ severity }) => severity === "error");
    return diagnostics.length === 0
      ? undefined
      : problem(422, "Invalid text", "the text has errors", { errors: [], diagnostics });
  };

  return [
    http.get(
      `${API}/rules`,
      signedIn(({ request }) => {
        const url = new URL(request.url);
        const q = (url.searchParams.get("q") ?? "").toLowerCase();
        const state = url.searchParams.get("state");
        const sort = url.searchParams.get("sort") ?? "name";
        const rows = store
          .all()
          .map(({ rule }) => rule)
          .filter((rule) => rule.name.toLowerCase().includes(q) && (state === null || rule.state === state));
        if (sort === "-acted_24h") rows.sort((a, b) => b.acted_24h - a.acted_24h);
        if (sort === "-updated_at") rows.sort((a, b) => b.updated_at.localeCompare(a.updated_at));
        return page(rows, url);
      }),
    ),
    http.post(
      `${API}/rules`,
      permitted("rules.write", async ({ request }, session) => {
        const body = (await request.json()) as {
          text: string;
          overrides?: Record<string, string>;
          note?: string;
          library_id?: string;
        };
        const name = nameOf(body.text);
        if (store.all().some(({ rule }) => rule.name === name)) {
          return problem(409, "The name exists", `there is a rule \`${name}\` already`);
        }
        const no = refused(body.text);
        if (no) return no;
        const kept = store.create(
          body.text,
          body.overrides ?? {},
          body.note ?? null,
          body.library_id,
          session.user.name,
        );
        tell(kept.rule.id);
        return answer(kept, 201);
      }),
    ),
    http.post(
      `${API}/rules/check`,
      signedIn(async ({ request }) =>
        HttpResponse.json(check(((await request.json()) as { text: string }).text)),
      ),
    ),
    http.post(
      `${API}/rules/blocks`,
      signedIn(async ({ request }) =>
        HttpResponse.json(blocksOf(((await request.json()) as { text: string }).text)),
      ),
    ),
    // The stand-in runs no tests: a text without any has none to show.
    http.post(
      `${API}/rules/test`,
      signedIn(() =>
        HttpResponse.json({ passed: true, tests: [], coverage: [], mutation: null, diagnostics: [] }),
      ),
    ),
    http.post(
      `${API}/rules/preview`,
      signedIn(async ({ request }) => {
        const { text, overrides = {} } = (await request.json()) as {
          text: string;
          overrides?: Record<string, string>;
        };
        return refused(text) ?? HttpResponse.json(store.preview(written(text, { params: overrides })));
      }),
    ),
    http.post(
      `${API}/rules/analyse`,
      signedIn(async ({ request }) => {
        const { text, rule_id } = (await request.json()) as { text: string; rule_id?: string };
        return refused(text) ?? HttpResponse.json(store.analysis(text, rule_id));
      }),
    ),
    http.get(
      `${API}/rules/:id`,
      signedIn(({ params }) => {
        const kept = store.kept(String(params.id));
        return kept ? answer(kept) : missing();
      }),
    ),
    http.put(
      `${API}/rules/:id`,
      onRule(async (kept, session, request) => {
        const body = (await request.json()) as {
          text: string;
          overrides?: Record<string, string>;
          note?: string;
        };
        if (nameOf(body.text) !== kept.rule.name) {
          return problem(422, "Invalid input", "a rule keeps its name", {
            errors: [{ pointer: "/text", detail: `the name stays \`${kept.rule.name}\`` }],
          });
        }
        const no = refused(body.text);
        if (no) return no;
        store.save(
          kept,
          { text: body.text, overrides: body.overrides ?? {}, note: body.note ?? null },
          session.user.name,
        );
        tell(kept.rule.id);
        return answer(kept);
      }),
    ),
    http.delete(
      `${API}/rules/:id`,
      onRule((kept) => {
        if (kept.rule.state === "enabled") return problem(409, "It is enabled", "disable it first");
        kept.archived = true;
        tell(kept.rule.id);
        return noContent();
      }),
    ),
    http.get(
      `${API}/rules/:id/versions`,
      signedIn(({ params, request }) => {
        const kept = store.kept(String(params.id));
        return kept ? page([...kept.versions].reverse(), new URL(request.url)) : missing();
      }),
    ),
    http.get(
      `${API}/rules/:id/holds`,
      signedIn(({ params }) => {
        const kept = store.kept(String(params.id));
        return kept ? HttpResponse.json({ data: kept.holds }) : missing();
      }),
    ),
    http.post(
      `${API}/rules/:id/enable`,
      onRule((kept) => {
        kept.rule = { ...kept.rule, state: "enabled", state_detail: null, next_at: iso(START + minutes(30)) };
        kept.row += 1;
        tell(kept.rule.id);
        return answer(kept);
      }),
    ),
    http.post(
      `${API}/rules/:id/disable`,
      onRule(async (kept, _session, request) => {
        const { holds } = (await request.json()) as { holds: "keep" | "restore" };
        kept.rule = { ...kept.rule, state: "disabled", next_at: null, waiting: 0 };
        const gone = holds === "restore" ? kept.holds.filter(({ can_release }) => can_release) : [];
        kept.holds = kept.holds.filter((hold) => !gone.includes(hold));
        kept.row += 1;
        tell(kept.rule.id);
        const restored = gone.map(({ campaign, property, before, after }) => ({
          campaign,
          property,
          before: after,
          after: before,
          action_id: makeId(),
          state: "awaiting_approval",
          refused: null,
        }));
        return HttpResponse.json(
          { ...store.detail(kept), withdrawn: 0, restored },
          { headers: { ETag: `"v${kept.row}"` } },
        );
      }),
    ),
    http.get(
      `${API}/library`,
      signedIn(() => HttpResponse.json({ data: library })),
    ),
    http.post(
      `${API}/library/import`,
      signedIn(async ({ request }) => {
        const { file, currency } = (await request.json()) as { file: string; currency: string | null };
        const rulesOf = exported(file);
        if (rulesOf === undefined) {
          return problem(422, "Invalid input", "a value is not accepted", {
            errors: [{ pointer: "/file", detail: "the file is not JSON" }],
          });
        }
        return HttpResponse.json({ data: rulesOf.map((rule) => imported(rule, currency)) });
      }),
    ),
    http.post(
      `${API}/library/:id/text`,
      signedIn(async ({ params, request }) => {
        const entry = library.find(({ id }) => id === params.id);
        if (!entry) return missing();
        const text = written(
          entry.text,
          (await request.json()) as { name?: string; params: Record<string, string> },
        );
        return HttpResponse.json({ text, diagnostics: findings(text) });
      }),
    ),
    http.get(
      `${API}/diagnostics/:code`,
      signedIn(({ params }) => {
        const code = String(params.code);
        const text = PAGES[code] ?? `# ${code}\n\nThe message says what was expected.\n`;
        return HttpResponse.json({
          code,
          severity: "error",
          title: /^# \S+ (.+)$/m.exec(text)?.[1] ?? code,
          text,
        });
      }),
    ),
    http.get(
      `${API}/guards`,
      signedIn(() => HttpResponse.json({ data: [...store.guards.values()] })),
    ),
    http.post(
      `${API}/guards`,
      permitted("guards.write", async ({ request }, session) => {
        const { text } = (await request.json()) as { text: string };
        const no = refused(text);
        if (no) return no;
        const guard: Guard = {
          id: makeId(),
          name: nameOf(text) ?? "",
          doc: docOf(text),
          text,
          in_plain_words: GUARD_WORDS,
          version: 1,
          state: "enabled",
          updated_at: iso(START),
          updated_by: session.user.name,
          warnings: [],
        };
        store.guards.set(guard.id, guard);
        return HttpResponse.json(guard, { status: 201, headers: { ETag: '"v1"' } });
      }),
    ),
    http.get(
      `${API}/guards/:id`,
      signedIn(({ params }) => {
        const guard = store.guards.get(String(params.id));
        return guard ? HttpResponse.json(guard, { headers: { ETag: `"v${guard.version}"` } }) : missing();
      }),
    ),
    http.put(
      `${API}/guards/:id`,
      permitted("guards.write", async ({ request, params }, session) => {
        const guard = store.guards.get(String(params.id));
        if (!guard) return missing();
        if (request.headers.get("if-match") !== `"v${guard.version}"`) {
          return problem(412, "The guard moved on", "it changed since you read it");
        }
        const { text } = (await request.json()) as { text: string };
        const no = refused(text);
        if (no) return no;
        const next = { ...guard, text, version: guard.version + 1, updated_by: session.user.name };
        store.guards.set(guard.id, next);
        return HttpResponse.json(next, { headers: { ETag: `"v${next.version}"` } });
      }),
    ),
    http.delete(
      `${API}/guards/:id`,
      permitted("guards.write", ({ params }) => {
        store.guards.delete(String(params.id));
        return noContent();
      }),
    ),
  ];
}
