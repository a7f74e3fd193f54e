// Exchange rates behind the simulated desk: what is supplied is added, all of it or nothing, and corrects the same days.
import { HttpResponse, http } from "msw";
import type { Rate, RateRow, RateVersion } from "~/features/rates/api/types";
import { API, guardsOf, problem } from "./answers";
import { hours, iso, START } from "./catalogue";
import type { Desk } from "./desk";

const PAGE = 20;
const ago = (days: number) => iso(START - hours(24 * days)).slice(0, 10);

export class Rates {
  rows: Rate[] = [];
  versions: RateVersion[] = [];

  constructor() {
    const days = Array.from({ length: 30 }, (_, days) => days);
    this.supply(
      [
        ...days.map((day) => ({ day: ago(day), from: "USD", to: "EUR", rate: `0.9${29 - day}` })),
        ...days.map((day) => ({ day: ago(day + 9), from: "GBP", to: "EUR", rate: `1.1${10 + day}` })),
      ],
      "rates.csv",
      "Ana Ruiz",
    );
  }

  supply(rows: readonly RateRow[], source: string | null, by: string) {
    const same = (one: RateRow, other: RateRow) =>
      one.day === other.day && one.from === other.from && one.to === other.to;
    const changed = rows.filter(
      (row) => !this.rows.some((kept) => same(kept, row) && kept.rate === row.rate),
    ).length;
    const kept = this.rows.filter((each) => !rows.some((row) => same(each, row)));
    const added = rows.map((row) => ({ ...row, source, supplied_at: iso(START) }));
    this.rows = [...kept, ...added].toSorted((one, other) => other.day.localeCompare(one.day));
    const version = this.versions.length + 1;
    this.versions = [{ version, at: iso(START), by, source, rows: rows.length, changed }, ...this.versions];
    return { version, rows: rows.length, changed, older_days: 0 };
  }

  /** Every pair with its last rate. */
  pairs(): Rate[] {
    const last = new Map<string, Rate>();
    for (const rate of this.rows.toReversed()) last.set(`${rate.from} ${rate.to}`, rate);
    return [...last.values()].toSorted((one, other) => one.from.localeCompare(other.from));
  }
}

export function rateHandlers(desk: Desk) {
  const { permitted } = guardsOf(desk);
  const { rates } = desk;
  const answer = (rows: readonly RateRow[], source: string | null, by: string) => {
    const errors = rows.flatMap(({ rate }, at) =>
      Number(rate) > 0
        ? []
        : [{ pointer: `/lines/${at + (source === null ? 1 : 2)}`, detail: `\`${rate}\` is no rate` }],
    );
    return errors.length > 0
      ? problem(422, "Invalid input", "some lines do not fit", { errors })
      : HttpResponse.json(rates.supply(rows, source, by));
  };
  return [
    http.get(
      `${API}/rates`,
      permitted("rules.read", () => HttpResponse.json({ pairs: rates.pairs(), versions: rates.versions })),
    ),
    http.get(
      `${API}/rates/days`,
      permitted("rules.read", ({ request }) => {
        const asked = new URL(request.url).searchParams;
        const before = asked.get("before");
        const days = rates.rows.filter(
          ({ day, from, to }) =>
            from === asked.get("from") && to === asked.get("to") && (before === null || day < before),
        );
        return HttpResponse.json({ data: days.slice(0, PAGE), has_more: days.length > PAGE });
      }),
    ),
    http.put(
      `${API}/rates/file`,
      permitted("organisation.write", async ({ request }, session) => {
        const { name, text } = (await request.json()) as { name: string; text: string };
        const [, ...lines] = text.trim().split("\n");
        const rows = lines.map((line) => {
          const [day = "", from = "", to = "", rate = ""] = line.split(",");
          return { day, from, to, rate };
        });
        return answer(rows, name, session.user.name);
      }),
    ),
    http.put(
      `${API}/rates/rows`,
      permitted("organisation.write", async ({ request }, session) => {
        const { rows } = (await request.json()) as { rows: RateRow[] };
        return answer(rows, null, session.user.name);
      }),
    ),
  ];
}
