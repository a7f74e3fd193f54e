// The rooms of the day over the simulated desk: overview, campaigns, the inbox in bulk, hostile names.
import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { hostileNames } from "#mock/first-day";
import { paceOf } from "~/features/overview/model/pacing";
import { readRange, resolveRange } from "~/shared/lib/day-range";
import { renderApp } from "./render";
import { server } from "./server";
import { TestEventSource } from "./setup";

describe("the days of an address", () => {
  it("are the last fourteen whole days, compared, when the address says nothing", () => {
    expect(resolveRange(readRange({}), "2026-03-04")).toEqual({
      from: "2026-02-18",
      to: "2026-03-03",
      preset: "14d",
      compare: "previous",
    });
  });

  it("leave out what is no day, or ends before it begins", () => {
    expect(readRange({ from: "2026-02-30", to: "2026-03-01" }).from).toBeUndefined();
    expect(readRange({ from: "2026-03-04", to: "2026-03-01" }).from).toBeUndefined();
    expect(readRange({ from: "2026-03-01", to: "2026-03-04", compare: "none" })).toMatchObject({
      from: "2026-03-01",
      compare: "none",
    });
  });
});

describe("pacing", () => {
  it.each([
    [0.5, 0.5, "on_pace"],
    [0.9, 0.5, "ahead"],
    [0.2, 0.5, "behind"],
    [1, 0.5, "spent"],
    [0.05, 0.02, "early"],
    [null, 0.5, "no_budget"],
  ] as const)("%s of the budget at %s of the day is %s", (budget, day, pace) => {
    expect(paceOf(budget, day)).toBe(pace);
  });
});

describe("the overview", () => {
  it("is where an admin lands, with totals per currency that are never added", async () => {
    const { router } = renderApp("/", { role: "admin" });
    await waitFor(() => expect(router.state.location.pathname).toBe("/overview"));
    const dollars = await screen.findByRole("region", { name: "Results in USD" });
    const euros = screen.getByRole("region", { name: "Results in EUR" });
    expect(within(dollars).getAllByText(/^\$/).length).toBeGreaterThan(0);
    expect(within(euros).getAllByText(/^€/).length).toBeGreaterThan(0);
    expect(within(dollars).queryByText(/€/)).not.toBeInTheDocument();
  });

  it("follows a decision that was taken elsewhere", async () => {
    const { desk } = renderApp("/overview", { role: "admin" });
    const waiting = await screen.findByRole("region", { name: "Waiting for approval" });
    expect(within(waiting).getByText("10")).toBeVisible();
    const [first] = desk.changes.list(["awaiting_approval"], null, null);
    const action = desk.changes.actions.get(first?.id ?? "");
    if (!action || !desk.session) throw new Error("the fixture lost its first action");
    desk.changes.reject(action, desk.session, "elsewhere");
    TestEventSource.latest?.emit("actions");
    expect(await within(waiting).findByText("9")).toBeVisible();
  });

  it("leads a fresh organisation to connecting an account", async () => {
    renderApp("/overview", { role: "admin", fresh: true });
    expect(await screen.findByText("Connect the first ad account")).toBeVisible();
    expect(screen.getByRole("link", { name: "Connect an account" })).toBeVisible();
  });

  it("shows a chart's numbers as a table", async () => {
    const { user } = renderApp("/overview?range=7d");
    const figure = await screen.findByRole("figure", { name: "Spend a day, in USD" });
    await user.click(within(figure).getByRole("button", { name: "View as table" }));
    expect(within(figure).getAllByRole("row")).toHaveLength(8);
    expect(within(figure).getByRole("columnheader", { name: "Spend, before" })).toBeVisible();
  });
});

describe("a campaign", () => {
  const open = async (name: string, options = {}) => {
    const app = renderApp("/campaigns", options);
    const campaign = app.desk.campaigns.find((each) => each.name === name);
    await app.router.navigate({
      to: "/campaigns/$campaignId",
      params: { campaignId: campaign?.id ?? "" },
    });
    await screen.findByRole("heading", { level: 1, name });
    return app;
  };

  it("says what every rule says about it now, with the values behind it", async () => {
    const { user } = await open("Hiking boots, winners");
    const words = await screen.findByRole("region", { name: "What your rules say now" });
    const resting = (await within(words).findByText("Cooling down")).closest("details");
    if (!resting) throw new Error("a verdict is not a disclosure");
    await user.click(within(resting).getByText("Cooling down"));
    expect(resting).toHaveTextContent("roas");
    expect(within(words).getByText("Not in scope")).toBeVisible();
  });

  it("shows what a new budget would do before it is asked for, and asks why", async () => {
    const { user, desk } = await open("Hiking boots, winners");
    await user.click(await screen.findByRole("button", { name: /Change budget/ }));
    const dialog = await screen.findByRole("dialog", { name: "Change the daily budget" });
    const field = within(dialog).getByRole("textbox", { name: /New daily budget/ });
    await user.clear(field);
    await user.type(field, "250");
    expect(await within(dialog).findByText("$250.00")).toBeVisible();
    expect(within(dialog).getByText("Another person has to approve it first.")).toBeVisible();
    const before = desk.changes.actions.size;
    await user.click(within(dialog).getByRole("button", { name: "Change budget" }));
    expect(await within(dialog).findByText("Write a short reason")).toBeVisible();
    expect(desk.changes.actions.size).toBe(before);
    await user.type(within(dialog).getByRole("textbox", { name: "Why?" }), "spring sale");
    await user.click(within(dialog).getByRole("button", { name: "Change budget" }));
    await waitFor(() => expect(desk.changes.actions.size).toBe(before + 1));
    expect(await within(dialog).findByRole("link", { name: "Show the change" })).toBeVisible();
  });

  it("shows what releasing a hold would change before it proposes it", async () => {
    const { user, desk } = await open("Brand US");
    const holds = await screen.findByRole("region", { name: "Held by rules" });
    await user.click(await within(holds).findByRole("button", { name: "Release" }));
    const before = desk.changes.actions.size;
    const form = await within(holds).findByRole("region", { name: "Release this hold?" });
    expect(await within(form).findByText(/This proposes the way back/)).toBeVisible();
    expect(desk.changes.actions.size).toBe(before);
    await user.click(within(form).getByRole("button", { name: "Propose the way back" }));
    await waitFor(() => expect(desk.changes.actions.size).toBe(before + 1));
  });
});

describe("the inbox in bulk", () => {
  it("selects every change of a rule, wants a second look at a large sum, and says what was refused", async () => {
    const { user, desk } = renderApp("/approvals", { waiting: 120 });
    await user.click(await screen.findByRole("button", { name: /^Select all/ }));
    const bar = await screen.findByRole("region", { name: "Selected changes" });
    const selected = Number(/(\d+) selected/.exec(bar.textContent ?? "")?.[1]);
    expect(selected).toBeGreaterThan(30);
    // One of them moves on before the decision arrives.
    const moved = desk.changes
      .list(["awaiting_approval"], null, null)
      .filter((action) => action.rule?.name === "Stop loss")
      .at(-1);
    const action = desk.changes.actions.get(moved?.id ?? "");
    if (!action) throw new Error("the fixture lost its actions");
    desk.changes.change(action, { display: "Paused", micros: 0 });
    await user.click(within(bar).getByRole("button", { name: /^Approve/ }));
    const dialog = await screen.findByRole("dialog", { name: `Approve ${selected} changes?` });
    const yes = within(dialog).getByRole("button", { name: `Yes, approve ${selected}` });
    expect(yes).toBeDisabled();
    await user.click(within(dialog).getByRole("checkbox", { name: "I have looked at the total" }));
    await user.click(yes);
    const outcome = await screen.findByRole("region", { name: "What became of it" });
    expect(outcome).toHaveTextContent(`${selected - 1} approved. 1 was not:`);
    expect(outcome).toHaveTextContent("It changed since you read it");
  });

  it("keeps only the cards near the window, however many wait", async () => {
    renderApp("/approvals", { waiting: 500 });
    const list = await screen.findByRole("list", { name: "Waiting changes" });
    expect(within(list).getAllByRole("listitem").length).toBeLessThan(40);
  });

  it("leads from a change that lapsed to the proposal that took its place", async () => {
    const { desk, router } = renderApp("/approvals?tab=ended");
    await screen.findByRole("list", { name: "Ended changes" });
    const lapsed = [...desk.changes.actions.values()].find(({ state }) => state === "expired");
    await router.navigate({ to: "/approvals", search: { tab: "ended", selected: lapsed?.id } });
    expect(await screen.findByText(/took (its|their) place/, undefined, { timeout: 15_000 })).toBeVisible();
  });
});

describe("names that nobody invited", () => {
  it("stay text, isolated, and are named where they show nothing", async () => {
    renderApp("/campaigns?sort=-spend_7d", { hostile: true });
    const table = await screen.findByRole("table", { name: "Campaigns" });
    for (const name of hostileNames.slice(0, 6)) {
      const shown = within(table).getAllByText(
        (_, node) => node?.tagName === "BDI" && node.textContent === name,
      );
      expect(shown[0]).toHaveAttribute("title", name);
    }
    expect(within(table).getByText("(no visible name)")).toBeVisible();
    expect(table.querySelector("img, b b")).toBeNull();
  });

  it("fold in a heading and open on demand", async () => {
    const { user, desk, router } = renderApp("/campaigns", { hostile: true });
    const long = desk.campaigns.find(({ name }) => name.startsWith("Long "));
    await router.navigate({ to: "/campaigns/$campaignId", params: { campaignId: long?.id ?? "" } });
    const more = await screen.findByRole("button", { name: "Show the whole name" });
    expect(more).toHaveAttribute("aria-expanded", "false");
    await user.click(more);
    expect(screen.getByRole("button", { name: "Show less" })).toHaveAttribute("aria-expanded", "true");
  });
});

describe("the decisions", () => {
  it("are a room of the desk, beside the rules that took them", async () => {
    const { user, router } = renderApp("/overview", { role: "marketer" });
    const rooms = await screen.findByRole("navigation", { name: "Main" });
    await user.click(within(rooms).getByRole("link", { name: "Decisions" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/decisions"));
    expect(await screen.findByRole("list", { name: "Decisions" })).toBeVisible();
  });
});

describe("what cannot be read", () => {
  it("says so in its place and leaves the rest of a campaign's page", async () => {
    const { desk, router } = renderApp("/campaigns");
    server.use(
      http.get("*/api/v1/campaigns/:id/metrics", () =>
        HttpResponse.json({ title: "Failed", status: 403, detail: "no metrics for you" }, { status: 403 }),
      ),
    );
    await router.navigate({
      to: "/campaigns/$campaignId",
      params: { campaignId: desk.campaigns[0]?.id ?? "" },
    });
    expect(await screen.findByText("no metrics for you")).toBeVisible();
    expect(await screen.findByRole("region", { name: "What your rules say now" })).toBeVisible();
  });
});
