// Rules of the simulated desk: versions, switches, holds, and what a text would do on its campaigns.
import type {
  Guard,
  Hold,
  Preview,
  PreviewRow,
  RuleAnalysis,
  RuleDetail,
  RuleVersion,
} from "~/features/rules/api/types";
import type { Rule } from "~/shared/api/types";
import { accounts, brief, campaigns, hours, iso, makeId, minutes, money, rules, START } from "./catalogue";
import { absent, comparison, group, operand, value } from "./explanations";
import { library } from "./rule-library";
import { clause, docOf, GUARD_WORDS, inPlainWords, nameOf, paramsOf } from "./rule-text";

export interface Kept {
  rule: Rule;
  row: number;
  overrides: Record<string, string>;
  versions: RuleVersion[];
  holds: Hold[];
  accepted: RuleDetail["accepted"];
  library: { id: string; name: string } | null;
  archived: boolean;
}

const shown = (amount: number, currency = "USD") => ({
  display: new Intl.NumberFormat("en-US", { style: "currency", currency }).format(amount),
  micros: Math.round(amount * 1_000_000),
});

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
        accepted: [],
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
                object: null,
                property: "status" as const,
                label: null,
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
        is_analysable: !/^script /m.test(text),
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
      accepted: [],
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
          cost:
            fits && priced ? { steps: 84_000, in_words: "7 parts × 12,000 campaigns = 84,000 steps" } : null,
        };
      }),
      holds,
      warnings: [],
      accepted: kept.accepted,
      findings: null,
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
          object: null,
          account,
          outcome: lost ? "unknown" : acts ? (brand ? "blocked" : "acts") : "not_fired",
          branch: acts ? 0 : null,
          effects: acts
            ? [
                {
                  kind: "pause",
                  property: "status",
                  item: null,
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
            evaluator: 1,
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
                returned: [],
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
