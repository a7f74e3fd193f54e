// Tables of the organisation's own behind the simulated desk: uploads replace all rows or none, and every one is a version.
import { HttpResponse, http } from "msw";
import type {
  LookupDetail,
  LookupKind,
  LookupRow,
  LookupUse,
  LookupVersion,
} from "~/features/lookups/api/types";
import { API, guardsOf, missing, problem } from "./answers";
import { hours, iso, makeId, rules, START } from "./catalogue";
import type { Desk } from "./desk";

interface Kept {
  id: string;
  name: string;
  kind: LookupKind;
  rows: LookupRow[];
  /** Of the versions before the last one. */
  before: Map<number, LookupRow[]>;
  versions: LookupVersion[];
  usedBy: LookupUse[];
}

const PAGE = 200;
const shapes: Record<LookupKind, { fits: RegExp; wrong: (value: string) => string }> = {
  percent: {
    fits: /^-?\d+(\.\d{1,4})? ?%$/,
    wrong: (value) => `\`${value}\` is no percentage: write it with its sign, as in \`40%\``,
  },
  ratio: {
    fits: /^-?\d+(\.\d{1,6})?$/,
    wrong: (value) => `\`${value}\` is no number with at most 6 decimals`,
  },
  count: {
    fits: /^-?\d+(\.\d{1,6})?$/,
    wrong: (value) => `\`${value}\` is no number with at most 6 decimals`,
  },
  money: {
    fits: /^([$€£]\d+(\.\d+)?|\d+(\.\d+)? [A-Z]{3})$/,
    wrong: (value) =>
      `\`${value}\` is no amount: write it with its currency, as in \`12.50 EUR\` or \`$12.50\``,
  },
  text: {
    fits: /./,
    wrong: () => "the text is empty: leave the line out, and the name has none",
  },
};

export class Lookups {
  readonly kept = new Map<string, Kept>();

  constructor() {
    const margins = this.create("margins", "percent");
    margins.rows = [
      { key: "Brand – US", value: "62.5%" },
      { key: "Prospecting – US", value: "38%" },
      { key: "Retargeting 30 days", value: "44.25%" },
      { key: "Shopping – all products", value: "31%" },
      { key: "Spring sale", value: "27%" },
    ];
    margins.versions = [
      {
        version: 3,
        at: iso(START - hours(31)),
        by: "Mara Lindqvist",
        source: "margins-march.csv",
        rows: 5,
        changed: 1,
      },
      { version: 2, at: iso(START - hours(24 * 9)), by: null, source: null, rows: 5, changed: 2 },
      {
        version: 1,
        at: iso(START - hours(24 * 40)),
        by: "Ana Ruiz",
        source: "margins.csv",
        rows: 4,
        changed: 4,
      },
    ];
    margins.usedBy = [
      {
        id: rules.stopLoss.id,
        name: rules.stopLoss.name,
        state: "enabled",
        stale_after_seconds: 604_800,
        is_stale: false,
      },
      {
        id: rules.trim.id,
        name: rules.trim.name,
        state: "enabled",
        stale_after_seconds: 86_400,
        is_stale: true,
      },
    ];
    const fees = this.create("agency_fees", "money");
    fees.rows = [{ key: "Northwind US", value: "1,200 USD" }];
    fees.versions = [
      {
        version: 1,
        at: iso(START - hours(24 * 62)),
        by: "Ana Ruiz",
        source: "fees-2026.csv",
        rows: 1,
        changed: 1,
      },
    ];
    this.create("roas_goals", "ratio");
  }

  create(name: string, kind: LookupKind): Kept {
    const kept: Kept = { id: makeId(), name, kind, rows: [], before: new Map(), versions: [], usedBy: [] };
    this.kept.set(kept.id, kept);
    return kept;
  }

  detail({ id, name, kind, rows, versions, usedBy }: Kept): LookupDetail {
    const last = versions[0];
    return {
      id,
      name,
      kind,
      version: last?.version ?? 0,
      supplied_at: last?.at ?? null,
      supplied_by: last?.by ?? null,
      source: last?.source ?? null,
      rows: rows.length,
      versions,
      used_by: usedBy,
    };
  }

  /** The rows of a file, or what is wrong with its lines. */
  read(kind: LookupKind, text: string): LookupRow[] | { pointer: string; detail: string }[] {
    const [head = "", ...lines] = text.trim().split(/\r?\n/);
    const wrong = (line: number, detail: string) => ({ pointer: `/lines/${line}`, detail });
    if (!/^(key|name)\s*[,;\t]\s*value$/i.test(head)) {
      return [wrong(1, "the first line names the columns: one is called `key`, one `value`")];
    }
    const found: LookupRow[] = [];
    const problems: { pointer: string; detail: string }[] = [];
    for (const [place, line] of lines.entries()) {
      const [key = "", value = ""] = (line ?? "").split(/[,;\t]/).map((field) => field.trim());
      if (key === "") problems.push(wrong(place + 2, "the name is empty"));
      else if (!shapes[kind].fits.test(value)) problems.push(wrong(place + 2, shapes[kind].wrong(value)));
      else found.push({ key, value });
    }
    return problems.length > 0 ? problems : found;
  }

  supply(kept: Kept, rows: LookupRow[], by: string, source: string | null): LookupVersion {
    const before = new Map(kept.rows.map(({ key, value }) => [key, value]));
    const after = new Map(rows.map(({ key, value }) => [key, value]));
    const gone = [...before.keys()].filter((key) => !after.has(key)).length;
    const changed = gone + rows.filter(({ key, value }) => before.get(key) !== value).length;
    const version = {
      version: (kept.versions[0]?.version ?? 0) + 1,
      at: iso(START),
      by,
      source,
      rows: rows.length,
      changed,
    };
    kept.before.set(version.version - 1, kept.rows);
    kept.rows = rows.toSorted((one, other) => one.key.localeCompare(other.key));
    kept.versions = [version, ...kept.versions];
    for (const use of kept.usedBy) use.is_stale = false;
    return version;
  }
}

export function lookupHandlers(desk: Desk) {
  const { permitted } = guardsOf(desk);
  const { lookups } = desk;
  const of = (params: Record<string, unknown>) => lookups.kept.get(String(params.id));
  const unfit = (name: string) => {
    if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return;
    const detail = `\`${name}\` is no name for a lookup: it is one word of letters, digits and \`_\``;
    return problem(422, "Invalid input", detail, { errors: [{ pointer: "/name", detail }] });
  };
  const taken = (name: string) =>
    [...lookups.kept.values()].some((kept) => kept.name === name)
      ? problem(409, "Conflict", `there is a lookup called \`${name}\` already`)
      : undefined;
  /** Rules write its name: while any does, it keeps it. */
  const asked = ({ name, usedBy }: Kept) => {
    if (usedBy.length === 0) return;
    const [rules, them] = usedBy.length === 1 ? ["rule", "it"] : ["rules", "them"];
    const names = usedBy.map((rule) => `"${rule.name}"`).join(", ");
    const ask = usedBy.length === 1 ? "asks" : "ask";
    const detail = `the ${rules} ${names} ${ask} it by the name \`${name}\`; change or archive ${them} first`;
    return problem(409, "Conflict", detail);
  };

  return [
    http.get(
      `${API}/lookups`,
      permitted("rules.read", () => {
        const data = [...lookups.kept.values()].toSorted((one, other) => one.name.localeCompare(other.name));
        return HttpResponse.json({
          data: data.map((kept) => {
            const { versions: _versions, used_by: _usedBy, ...lookup } = lookups.detail(kept);
            return lookup;
          }),
        });
      }),
    ),
    http.post(
      `${API}/lookups`,
      permitted("rules.write", async ({ request }) => {
        const { name, kind } = (await request.json()) as { name: string; kind: LookupKind };
        const refused = unfit(name) ?? taken(name);
        if (refused) return refused;
        return HttpResponse.json(lookups.detail(lookups.create(name, kind)), { status: 201 });
      }),
    ),
    http.get(
      `${API}/lookups/:id`,
      permitted("rules.read", ({ params }) => {
        const kept = of(params);
        return kept ? HttpResponse.json(lookups.detail(kept)) : missing();
      }),
    ),
    http.patch(
      `${API}/lookups/:id`,
      permitted("rules.write", async ({ request, params }) => {
        const kept = of(params);
        if (!kept) return missing();
        const { name } = (await request.json()) as { name: string };
        const refused = unfit(name) ?? (name === kept.name ? undefined : (asked(kept) ?? taken(name)));
        if (refused) return refused;
        kept.name = name;
        return HttpResponse.json(lookups.detail(kept));
      }),
    ),
    http.delete(
      `${API}/lookups/:id`,
      permitted("rules.write", ({ params }) => {
        const kept = of(params);
        if (!kept) return missing();
        const refused = asked(kept);
        if (refused) return refused;
        lookups.kept.delete(kept.id);
        return new HttpResponse(null, { status: 204 });
      }),
    ),
    http.get(
      `${API}/lookups/:id/rows`,
      permitted("rules.read", ({ request, params }) => {
        const kept = of(params);
        if (!kept) return missing();
        const asked = new URL(request.url).searchParams;
        const after = asked.get("after") ?? "";
        const rows = (kept.before.get(Number(asked.get("version"))) ?? kept.rows).filter(
          ({ key }) => key > after,
        );
        return HttpResponse.json({ data: rows.slice(0, PAGE), has_more: rows.length > PAGE });
      }),
    ),
    http.put(
      `${API}/lookups/:id/file`,
      permitted("rules.write", async ({ request, params }, session) => {
        const kept = of(params);
        if (!kept) return missing();
        const { name, text } = (await request.json()) as { name: string; text: string };
        const read = lookups.read(kept.kind, text);
        const rows = read.filter((row): row is LookupRow => "key" in row);
        if (rows.length < read.length) {
          return problem(422, "Invalid input", "lines of the file do not fit", { errors: read });
        }
        const { version, rows: count, changed } = lookups.supply(kept, rows, session.user.name, name);
        return HttpResponse.json({ version, rows: count, changed });
      }),
    ),
  ];
}
