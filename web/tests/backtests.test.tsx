import { EditorView } from "@codemirror/view";
import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { API } from "#mock/answers";
import { backtest } from "#mock/backtests";
import { accounts, campaigns, rules } from "#mock/catalogue";
import type { Backtest, BacktestFiring, BacktestUnknown } from "~/features/rules/api/types";
import { acted, meetings, spansOf, tallyOf, whyNothing } from "~/features/rules/model/backtest";
import { LanguageSocket } from "./language-socket";
import { renderApp } from "./render";
import { server } from "./server";

// What the editor measures and jsdom does not lay out.
const nowhere = { x: 0, y: 0, top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0, toJSON: () => "" };
Range.prototype.getClientRects = () => Object.assign([], { item: () => null }) as unknown as DOMRectList;
Range.prototype.getBoundingClientRect = () => nowhere;

beforeEach(() => {
  vi.stubGlobal("WebSocket", LanguageSocket);
  LanguageSocket.reset();
  sessionStorage.clear();
});

const asMarketer = { role: "marketer" } as const;
type User = ReturnType<typeof renderApp>["user"];

async function editor(): Promise<EditorView> {
  const view = EditorView.findFromDOM(await screen.findByRole("textbox", { name: /^Text of/ }));
  if (!view) throw new Error("the text box is no editor");
  return view;
}

async function edit(view: EditorView, old: string, next: string): Promise<void> {
  const from = view.state.doc.toString().indexOf(old);
  expect(from, `“${old}” is in the text`).toBeGreaterThanOrEqual(0);
  await act(async () => view.dispatch({ changes: { from, to: from + old.length, insert: next } }));
}

async function openBacktest(user: User) {
  await user.click(await screen.findByRole("tab", { name: "Backtest" }));
  return screen.findByRole("tabpanel", { name: "Backtest" });
}

async function run(user: User) {
  const panel = await openBacktest(user);
  await user.click(within(panel).getByRole("button", { name: "Run backtest" }));
  await within(panel).findByText(/^30 days until/);
  return panel;
}

/** The number that stands over a label in the line of figures. */
const figure = (panel: HTMLElement, label: string) =>
  within(panel)
    .getAllByRole("term")
    .find(({ textContent }) => textContent === label)?.parentElement;

describe("the backtest panel", () => {
  it("runs the text and says how often it would have acted, where, and what it does to budgets", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    expect(figure(panel, "Would have acted")).toHaveTextContent(/^Would have acted\d+on \d+ campaigns$/);
    expect(figure(panel, "Stopped")).toHaveTextContent("Stopped1on 1 campaign");
    expect(figure(panel, "Not known")).toHaveTextContent(/% ?of [\d,]+ checks$/);
    const lacks = within(panel).getByRole("region", { name: "Why checks were not known" });
    expect([...lacks.querySelectorAll("dl > div")].map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^no completed sync covers the window[\d,]+ \d\d\.\d%$/),
      expect.stringMatching(/^the data is older than its syncs promise[\d,]+ \d\d\.\d%$/),
      expect.stringMatching(/^the window begins before there is data for this object[\d,]+ \d\.\d%$/),
    ]);
    expect(panel).toHaveTextContent("What is not known never acts");
    expect(panel).toHaveTextContent(/[\d,]+ more checks were outside of its scope/);
    expect(panel).toHaveTextContent("Stopped by: its own limit 1");
    expect(panel).toHaveTextContent(/Net change of daily budgets.*−\$/);
    const list = within(panel).getByRole("region", { name: "One by one" });
    const first = within(list).getAllByRole("listitem")[0];
    expect(first).toHaveTextContent(/Active ?Paused/);
  });

  it("shows each budget that it moved, as it would have gone and as it really went", async () => {
    const { user } = renderApp(`/rules/${rules.scale.id}`, asMarketer);
    const panel = await run(user);
    const moves = within(panel).getByRole("region", { name: "Budgets and bids that it moved" });
    const first = within(moves).getAllByRole("listitem")[0];
    expect(first).toHaveTextContent(/Would have gone\$[\d.,]+\$[\d.,]+/);
    expect(first).toHaveTextContent(/Really went\$[\d.,]+$/);
  });

  it("filters the firings by what came of them, and names who stopped one", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    const list = within(panel).getByRole("region", { name: "One by one" });
    await user.click(within(list).getByRole("radio", { name: /^Stopped 1$/ }));
    const rows = within(list).getAllByRole("listitem");
    expect(rows).toHaveLength(1);
    expect(rows[0]).toHaveTextContent(campaigns.tents.name);
    expect(rows[0]).toHaveTextContent("Its own limit: The rule's limit of 5 per day is reached");
    expect(rows[0]).not.toHaveTextContent("a day");
    await user.click(within(list).getByRole("radio", { name: /^Acted/ }));
    for (const row of within(list).getAllByRole("listitem")) {
      expect(row).toHaveTextContent("Would have acted");
    }
  });

  it("draws the real spend with its marks, says from where on it is a simulation, and gives both as a table", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    const chart = within(panel).getByRole("figure", { name: /^What Northwind US really spent a day/ });
    expect(panel).toHaveTextContent(/on the account would have gone another way\. .* is a simulation/);
    await user.click(within(chart).getByRole("button", { name: "View as table" }));
    const table = within(chart).getByRole("table");
    expect(within(table).getAllByRole("row")).toHaveLength(31);
    const turned = within(table)
      .getAllByRole("row")
      .find((row) => /From here on the account would have gone another way/.test(row.textContent ?? ""));
    expect(turned).toHaveTextContent(/Would have acted/);
  });

  it("shows spend and budgets as they were and as they would have been, the same until the first action", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    const cells = (row: HTMLElement) =>
      within(row)
        .getAllByRole("cell")
        .slice(0, 2)
        .map((cell) => Number(cell.textContent?.replaceAll(/[^\d.]/g, "")));
    const days = (name: RegExp) => {
      const figure = within(panel).getByRole("figure", { name });
      const rows = within(figure).getAllByRole("row").slice(1).map(cells);
      return { latest: rows[0] ?? [], first: rows.at(-1) ?? [] };
    };
    await user.click(within(panel).getByRole("button", { name: "View as table" }));
    const spend = days(/^What Northwind US really spent/);
    expect(spend.first[0]).toBe(spend.first[1]);
    expect(spend.latest[0]).toBeGreaterThan(spend.latest[1] ?? Number.NaN);
    expect(panel).toHaveTextContent(
      /Of \$[\d,.]+ that were spent in these days, \$[\d,.]+ went to what would have been paused/,
    );
    await user.click(within(panel).getByRole("radio", { name: "Budgets" }));
    const budgets = days(/^Daily budgets of Northwind US/);
    expect(budgets.first[0]).toBe(budgets.first[1]);
    expect(budgets.latest[0]).toBeGreaterThan(budgets.latest[1] ?? Number.NaN);
  });

  it("shows the days of the account that is chosen", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    const byAccount = within(panel).getByRole("list", { name: "By account" });
    const eu = within(byAccount).getByRole("button", { name: /Northwind EU/ });
    expect(eu).toHaveAttribute("aria-pressed", "false");
    await user.click(eu);
    expect(eu).toHaveAttribute("aria-pressed", "true");
    expect(within(panel).getByRole("region", { name: "Northwind EU" })).toHaveTextContent(
      campaigns.sleeping.name,
    );
  });

  it("says which account has nothing recorded", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    expect(panel).toHaveTextContent("Halden Coffee DE: nothing is recorded");
  });

  it("names a rule that cannot run in an account, and why", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    await edit(await editor(), "$45, 40 EUR", "$45");
    await edit(await editor(), "$100, 90 EUR", "$100");
    const panel = await run(user);
    expect(panel).toHaveTextContent("“Stop loss” does not run in Northwind EU: It names no amount in EUR");
  });

  it("asks for one account and all enabled rules, and shows where rules met", async () => {
    let asked: unknown;
    const { user } = renderApp(`/rules/${rules.trim.id}`, asMarketer);
    server.events.on("request:start", async ({ request }) => {
      if (request.url.endsWith("/backtests")) asked = await request.clone().json();
    });
    const view = await editor();
    await edit(view, "decrease budget by 15% down to $20, 18 EUR", "pause");
    await edit(view, "param floor_roas", "param max_cpa: money = $25, 22 EUR\n  param floor_roas");
    const panel = await openBacktest(user);
    await user.click(within(panel).getByRole("radio", { name: "With all enabled rules" }));
    await user.click(within(panel).getByRole("radio", { name: "7 days" }));
    await user.click(within(panel).getByRole("combobox", { name: "Account" }));
    await user.click(await screen.findByRole("option", { name: "Northwind US" }));
    await user.click(within(panel).getByRole("button", { name: "Run backtest" }));
    await within(panel).findByText(/^7 days until .* · With all enabled rules · Northwind US$/);
    expect(asked).toMatchObject({
      days: 7,
      with_enabled: true,
      account_id: accounts.us.id,
      rule_id: rules.trim.id,
    });
    expect(within(panel).getByRole("heading", { name: "Where rules met" })).toBeVisible();
    expect(panel).toHaveTextContent(
      /“Stop loss” was held back by “Trim overspenders” \d+ times? on \d+ campaigns?/,
    );
    await user.click(within(panel).getByRole("radio", { name: "All rules" }));
    expect(within(panel).getByRole("region", { name: "One by one" })).toHaveTextContent(
      "Rule “Trim overspenders”:",
    );
  });

  it("says that the text has changed since the run, and runs it again", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    expect(panel).not.toHaveTextContent("The text has changed since this run");
    await edit(await editor(), "max_cpa: money = $45", "max_cpa: money = $400000");
    expect(await within(panel).findByText("The text has changed since this run")).toBeVisible();
    const before = figure(panel, "Would have acted")?.textContent;
    await user.click(within(panel).getByRole("button", { name: "Run again" }));
    await waitFor(() => expect(panel).not.toHaveTextContent("The text has changed since this run"));
    expect(figure(panel, "Would have acted")?.textContent).not.toBe(before);
  });

  it("says why nothing came of it and leads to the preview", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    await edit(await editor(), "spend > floor", "spend > floor and conversions > 100000");
    await edit(await editor(), "then pause", 'then notify slack "#ads"');
    const panel = await run(user);
    const nothing = within(panel).getByRole("region", { name: "It would have done nothing" });
    expect(nothing).toHaveTextContent("Its condition was never true.");
    expect(nothing).toHaveTextContent(/Condition not true[\d,]+ \d/);
    expect(within(panel).queryByRole("region", { name: "One by one" })).not.toBeInTheDocument();
    await user.click(within(nothing).getByRole("button", { name: "Open the preview" }));
    expect(screen.getByRole("tab", { name: "Preview" })).toHaveAttribute("aria-selected", "true");
  });

  it("is stopped when somebody stops it, and what was there stays", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const panel = await run(user);
    server.use(http.post(`${API}/backtests`, () => new Promise<never>(() => {})));
    await user.click(within(panel).getByRole("button", { name: "Run backtest" }));
    expect(await within(panel).findByText("Running over 30 days")).toBeVisible();
    expect(within(panel).getByRole("button", { name: "Run backtest" })).toBeDisabled();
    await user.click(within(panel).getByRole("button", { name: "Stop" }));
    expect(within(panel).queryByText("Running over 30 days")).not.toBeInTheDocument();
    expect(within(panel).getByRole("button", { name: "Run backtest" })).toBeEnabled();
    expect(within(panel).getByRole("region", { name: "One by one" })).toBeVisible();
  });

  it("says when the server is busy, and tries again", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    server.use(
      http.post(
        `${API}/backtests`,
        () => HttpResponse.json({ status: 503, title: "Unavailable", detail: "enough" }, { status: 503 }),
        { once: true },
      ),
    );
    const panel = await openBacktest(user);
    await user.click(within(panel).getByRole("button", { name: "Run backtest" }));
    const alert = await within(panel).findByRole("alert");
    expect(alert).toHaveTextContent("Enough backtests are running");
    await user.click(within(alert).getByRole("button", { name: "Run again" }));
    expect(await within(panel).findByRole("region", { name: "One by one" })).toBeVisible();
  });

  it("cannot be run while the text has an error", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    await edit(await editor(), "cooldown 24h", "cooldwon 24h");
    const panel = await openBacktest(user);
    await waitFor(() => expect(within(panel).getByRole("button", { name: "Run backtest" })).toBeDisabled());
    expect(within(panel).getByRole("button", { name: "Run backtest" })).toHaveAccessibleDescription(
      "Mend the errors to run it.",
    );
  });

  it("says how far it came when its time was up", async () => {
    const { user, desk } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    server.use(
      http.post(`${API}/backtests`, () => {
        const whole = backtest(desk.rules, { text: rules.stopLoss.text, days: 30 });
        const [first, ...rest] = whole.accounts;
        if (!first) throw new Error("the simulated desk has accounts");
        return HttpResponse.json({
          ...whole,
          accounts: [{ ...first, reached: "2026-02-20T17:00:00Z" }, ...rest],
        });
      }),
    );
    const panel = await run(user);
    expect(panel).toHaveTextContent("The run did not come to the end");
    expect(panel).toHaveTextContent(/Northwind US: came as far as .*20/);
  });
});

describe("what two versions would have done differently", () => {
  it("names gained, lost and changed campaigns with their days, and how many act alike", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const difference = (name: string, old_days: string[], new_days: string[]) => ({
      account_id: accounts.us.id,
      campaign: { id: name, name },
      old_days,
      new_days,
      reason: "cost $67.93 is above $45.00",
    });
    let asked: unknown;
    server.use(
      http.post(`${API}/backtests/compare`, async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({
          from: "2026-02-02T15:15:00Z",
          until: "2026-03-04T15:15:00Z",
          gained: [difference("Gained one", [], ["2026-02-10", "2026-02-11", "2026-02-20"])],
          lost: [difference("Lost one", ["2026-02-12"], [])],
          changed: [
            difference("Changed one", ["2026-02-12"], ["2026-02-12"]),
            difference("Twice a day", ["2026-02-12"], ["2026-02-12", "2026-02-12"]),
          ],
          same: 4,
        });
      }),
    );
    await user.click(await screen.findByRole("button", { name: "History" }));
    const drawer = await screen.findByRole("dialog", { name: "History of this rule" });
    const part = await within(drawer).findByRole("region", { name: "What it would have done differently" });
    await user.click(within(part).getByRole("button", { name: "Compare on the past" }));
    expect(await within(part).findByText(/They differ in 4 places\..*alike on 4\./)).toBeVisible();
    const gained = within(part).getByRole("region", { name: /^Gained/ });
    expect(gained).toHaveTextContent(/Gained one.*Northwind US.*does not act.*Feb 10 – 11, Feb 20/);
    expect(within(part).getByRole("region", { name: /^Lost: only Version \d acts$/ })).toHaveTextContent(
      /Feb 12.*does not act/,
    );
    expect(within(part).getByRole("region", { name: /^Changed/ })).toHaveTextContent(
      "On the same days, with other values or other people told.",
    );
    const often = within(part).getByText("Twice a day").closest("li");
    expect(often).toHaveTextContent(/Feb 12 · 1 time\D.*Feb 12 · 2 times/);
    expect(often).not.toHaveTextContent("with other values");
    expect(asked).toMatchObject({ after: rules.stopLoss.text, days: 30 });
  });

  it("compares versions that differ in their parameters alone, each with its own", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    const version = (version: number, overrides: Record<string, string>) => ({
      version,
      text: rules.stopLoss.text,
      overrides,
      created_at: "2026-03-01T10:00:00Z",
      created_by: "Mia Lindqvist",
      note: null,
      enabled: version === 2,
    });
    let asked: unknown;
    server.use(
      http.get(`${API}/rules/:id/versions`, () =>
        HttpResponse.json({
          data: [version(2, { max_cpa: "$40" }), version(1, { max_cpa: "$60" })],
          next_cursor: null,
        }),
      ),
      http.post(`${API}/backtests/compare`, async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({
          from: "2026-02-02T15:15:00Z",
          until: "2026-03-04T15:15:00Z",
          gained: [],
          lost: [],
          changed: [],
          same: 1,
        });
      }),
    );
    await user.click(await screen.findByRole("button", { name: "History" }));
    const part = await screen.findByRole("region", { name: "What it would have done differently" });
    await user.click(within(part).getByRole("button", { name: "Compare on the past" }));
    expect(await within(part).findByText(/They do not differ\./)).toBeVisible();
    expect(asked).toMatchObject({ overrides: { max_cpa: "$40" }, before_overrides: { max_cpa: "$60" } });
  });

  it("says so when both act alike", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, asMarketer);
    await user.click(await screen.findByRole("button", { name: "History" }));
    const part = await screen.findByRole("region", { name: "What it would have done differently" });
    await user.click(within(part).getByRole("button", { name: "Compare on the past" }));
    expect(await within(part).findByText(/They do not differ\. They act alike on \d+\./)).toBeVisible();
  });
});

describe("what a backtest comes to", () => {
  const firing = (more: Partial<BacktestFiring>): BacktestFiring => ({
    at: "2026-02-10T10:00:00Z",
    rule_id: "own",
    rule: "Own",
    campaign: { id: "c1", name: "One" },
    object: null,
    outcome: "fired",
    branch: 0,
    reason: "",
    stopped_by: [],
    changes: [],
    tells: [],
    gives_back: false,
    ...more,
  });
  const change = (stopped: string | null, micros: number) => ({
    property: "budget" as const,
    target: "One",
    item: null,
    shared_by: 1,
    from: { display: "$1.00" },
    to: { display: "$2.00" },
    per_day_change: { micros, currency: "USD" },
    stopped,
  });
  const level = { level: "campaign", known_since: null } as const;
  const tally = {
    ticks: 10,
    fired: 0,
    waiting: 0,
    not_fired: 0,
    unknown: 0,
    unknown_because: [] as BacktestUnknown[],
    blocked: 0,
    outside: 0,
  };
  const account = (
    counts: Partial<typeof tally>,
    firings: BacktestFiring[] = [],
  ): Backtest["accounts"][number] => ({
    account: { id: "a", name: "A", platform: "google", currency: "USD", time_zone: "UTC" },
    reached: "2026-03-01T00:00:00Z",
    known_since: "2026-01-01T00:00:00Z",
    differs_from: null,
    not_bound: [],
    rules: [
      { id: "own", name: "Own", is_candidate: true, ...level, ...tally, ...counts },
      { id: "other", name: "Other", is_candidate: false, ...level, ...tally },
    ],
    firings,
    firings_total: firings.length,
    days: [],
    moved: [],
    moved_total: 0,
  });
  const why = (counts: Partial<typeof tally>) => {
    const accounts = [account(counts)];
    return whyNothing(accounts, tallyOf(accounts));
  };

  it("counts a change that was let in, and neither a stopped one nor another rule's", () => {
    const { fired, stopped, perDay } = tallyOf([
      account({}, [
        firing({ changes: [change(null, 5), change("limit", 100)] }),
        firing({ outcome: "blocked", changes: [change("limit", 7)] }),
        firing({ rule_id: "other", rule: "Other", changes: [change(null, 9)] }),
      ]),
    ]);
    expect([fired, stopped]).toEqual([1, 1]);
    expect(perDay).toEqual([{ currency: "USD", micros: 5 }]);
  });

  it("takes what comes back for money, and not for another time that the rule acted", () => {
    const came = [
      firing({ changes: [change(null, 5)] }),
      firing({ gives_back: true, changes: [change(null, -5)] }),
      firing({ gives_back: true, outcome: "blocked", changes: [change("limit", -7)] }),
    ];
    const { fired, stopped, perDay } = tallyOf([account({}, came)]);
    expect([fired, stopped]).toEqual([1, 0]);
    expect(perDay).toEqual([{ currency: "USD", micros: 0 }]);
  });

  it("adds up over accounts what unknown checks lacked, most often first", () => {
    const [first, second] = [
      account({
        unknown: 5,
        unknown_because: [
          { reason: "stale", checks: 3 },
          { reason: "no_sync", checks: 2 },
        ],
      }),
      account({ unknown: 2, unknown_because: [{ reason: "no_sync", checks: 2 }] }),
    ];
    expect(tallyOf([first, second]).unknownBecause).toEqual([
      { reason: "no_sync", checks: 4 },
      { reason: "stale", checks: 3 },
    ]);
  });

  it("takes a message for an action, and a fired rule of which nothing was let in for stopped", () => {
    expect(acted(firing({ tells: ["#ads: hello"] }))).toBe(true);
    expect(acted(firing({ changes: [change("guard", 1)] }))).toBe(false);
  });

  it("says of most checks why nothing came of them", () => {
    expect(why({ outside: 50 })).toBe("outside");
    expect(why({ outside: 50, unknown: 80, not_fired: 3 })).toBe("unknown");
    expect(why({ outside: 5, not_fired: 80, unknown: 3 })).toBe("not_fired");
    expect(why({ outside: 5, not_fired: 80, waiting: 1 })).toBe("waiting");
    expect(why({ ticks: 0 })).toBe("never_due");
    expect(whyNothing([], tallyOf([]))).toBe("no_account");
  });

  it("knows a rule that stood in another's way from a limit and from the rule itself", () => {
    const stop = (by: string) => ({ stopped_by: [{ by, reason: "" }], outcome: "blocked" as const });
    expect(
      meetings([
        account({}, [
          firing(stop("Other")),
          firing({
            ...stop("Other"),
            object: { id: "g1", level: "ad_group", name: "Below One", match_type: null, parent: null },
          }),
          firing(stop("limit")),
          firing(stop("Own")),
        ]),
      ]),
    ).toEqual([{ rule: "Own", by: "Other", times: 2, objects: 2 }]);
  });

  it("puts days that follow one another into spans", () => {
    expect(spansOf(["2026-02-28", "2026-03-01", "2026-03-01", "2026-03-04"])).toEqual([
      { from: "2026-02-28", to: "2026-03-01" },
      { from: "2026-03-04", to: "2026-03-04" },
    ]);
  });
});
