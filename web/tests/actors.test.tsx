import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { countChanged, emptyFeed, observe } from "~/features/supervision/model/feed";
import type { ActorTree } from "~/shared/api/types";
import { renderApp } from "./render";
import { server } from "./server";

// A virtual table needs a window to show rows in, which jsdom does not lay out.
beforeEach(() => {
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 1_600 });
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 1_200 });
});

async function open(address = "/actors") {
  const app = renderApp(address, { role: "admin" });
  const tree = await screen.findByRole("region", { name: "Supervision tree" });
  const row = async (name: string) => {
    const found = (await within(tree).findByRole("button", { name })).closest("tr");
    if (!found) throw new Error(`no row ${name}`);
    return found;
  };
  return { ...app, tree, row };
}

describe("actors", () => {
  it("stand worst first, with the health of what is below", async () => {
    const { tree, row } = await open();
    const shard = await row("Shard 0");
    expect(shard).toHaveTextContent(/\d+ of \d+ not healthy/);
    const names = within(tree)
      .getAllByRole("row")
      .map(({ textContent }) => textContent ?? "");
    const at = (name: string) => names.findIndex((text) => text.startsWith(name));
    expect(at("Halden Coffee DE")).toBeLessThan(at("Northwind US"));
    expect(at("Shard 0")).toBeLessThan(at("Writer"));
  });

  it("are killed after naming what ends with them, and are seen coming back", async () => {
    const { user, desk } = await open();
    desk.supervision.backAfterMs = 300;
    await user.click(await screen.findByRole("button", { name: "Northwind EU" }));
    const drawer = await screen.findByRole("dialog", { name: "Northwind EU" });
    await user.click(within(drawer).getByRole("button", { name: "Kill" }));
    const question = await screen.findByRole("dialog", { name: "Kill Northwind EU?" });
    expect(question).toHaveTextContent(
      /5 below it end with it and come back: Brand EU, Northwind EU requests/,
    );
    await user.click(within(question).getByRole("button", { name: "Kill" }));
    const timeline = await screen.findByRole("region", { name: "What happened while you were here" });
    expect(await within(timeline).findByText("Running became Waiting to restart")).toBeVisible();
    expect(await within(timeline).findByText("Restarted, for the 1. time")).toBeVisible();
    expect(await within(timeline).findByText("Waiting to restart became Running")).toBeVisible();
  });

  it.each([
    ["Stop loss", "The rule", /^\/rules\/[\w-]+$/],
    ["Brand US", "The campaign", /^\/campaigns\/[\w-]+$/],
    ["Northwind US", "The account", /^\/accounts\/[\w-]+$/],
  ])("lead from %s to %s itself", async (name, link, address) => {
    const { user, router } = await open(`/actors?q=${encodeURIComponent(name)}`);
    await user.click(await screen.findByRole("button", { name }));
    const drawer = await screen.findByRole("dialog", { name });
    await user.click(within(drawer).getByRole("link", { name: link }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(address));
  });

  it("are quarantined with a reason, found by the filter, and resumed", async () => {
    const { user, row, tree, router } = await open();
    await user.click(await screen.findByRole("button", { name: "Northwind US" }));
    const drawer = await screen.findByRole("dialog", { name: "Northwind US" });
    await user.click(within(drawer).getByRole("button", { name: "Quarantine" }));
    const question = await screen.findByRole("dialog", { name: "Quarantine Northwind US?" });
    await user.click(within(question).getByRole("button", { name: "Quarantine" }));
    expect(await within(question).findByText("Write why; others read it")).toBeVisible();
    await user.type(within(question).getByLabelText("Why?"), "the client asked for it");
    await user.click(within(question).getByRole("button", { name: "Quarantine" }));
    expect(await screen.findByText("the client asked for it")).toBeVisible();
    const back = await screen.findByRole("dialog", { name: "Northwind US" });
    await user.click(within(back).getByRole("button", { name: "Close" }));
    await user.click(screen.getByRole("radio", { name: /Not healthy/ }));
    await waitFor(() => expect(router.state.location.search).toMatchObject({ only: "unwell" }));
    expect(await row("Northwind US")).toHaveTextContent("Quarantined");
    await waitFor(() => expect(within(tree).queryByRole("button", { name: "Northwind EU" })).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Northwind US" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Resume" }));
    const again = await screen.findByRole("dialog", { name: "Resume Northwind US?" });
    await user.click(within(again).getByRole("button", { name: "Resume" }));
    await waitFor(() => expect(screen.queryByText("the client asked for it")).toBeNull());
    // Three dialogs over a live table take a busy machine its time.
  }, 60_000);

  it("say why the node cannot be killed, and why a deed was refused", async () => {
    const { user } = await open();
    await user.click(await screen.findByRole("button", { name: "adjutant-1" }));
    const node = await screen.findByRole("dialog", { name: "adjutant-1" });
    expect(node).toHaveTextContent("the node itself is stopped with the program");
    expect(within(node).queryByRole("button", { name: "Kill" })).toBeNull();
    await user.click(within(node).getByRole("button", { name: "Close" }));
    server.use(
      http.post("*/api/v1/actors/:id/kill", () =>
        HttpResponse.json({ title: "Conflict", status: 409, detail: "it does not run" }, { status: 409 }),
      ),
    );
    await user.click(await screen.findByRole("button", { name: "Writer" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Kill" }));
    const question = await screen.findByRole("dialog", { name: "Kill Writer?" });
    await user.click(within(question).getByRole("button", { name: "Kill" }));
    expect(await within(question).findByRole("alert")).toHaveTextContent("it does not run");
  });

  it("stand still with P, count what waits, and go on", async () => {
    const { user, row, queries } = await open();
    const before = (await row("Writer")).textContent;
    await user.keyboard("p");
    expect(await screen.findByText(/^Paused, /)).toBeVisible();
    // What runs handles messages by the second; it is read again until one shows.
    const waiting = await waitFor(async () => {
      await act(() => queries.invalidateQueries({ queryKey: ["actors"] }));
      return screen.getByRole("button", { name: /\d+ updates? waiting/ });
    });
    expect((await row("Writer")).textContent).toBe(before);
    await user.click(waiting);
    expect(await screen.findByRole("button", { name: /Pause/ })).toBeVisible();
    await waitFor(async () => expect((await row("Writer")).textContent).not.toBe(before));
  });

  it("stand still under the pointer, so that nothing moves away from it", async () => {
    const { tree } = await open();
    fireEvent.pointerEnter(tree, { pointerType: "mouse" });
    expect(await screen.findByText(/^Paused, /)).toBeVisible();
    fireEvent.pointerLeave(tree);
    await waitFor(() => expect(screen.queryByText(/^Paused, /)).toBeNull());
  });

  it("never show old numbers as new", async () => {
    await open();
    server.use(http.get("*/api/v1/actors", () => HttpResponse.error()));
    expect(await screen.findByText(/^Not current, \d+ s old$/, {}, { timeout: 15_000 })).toBeVisible();
    expect(screen.getByRole("region", { name: "Supervision tree" })).toHaveAttribute("data-old");
  });

  it("are found by name", async () => {
    const { user, tree } = await open();
    await user.type(screen.getByRole("searchbox", { name: "Search actors" }), "Writer");
    await waitFor(() => expect(within(tree).queryByRole("button", { name: "Scheduler" })).toBeNull());
    expect(within(tree).getByRole("button", { name: "Writer" })).toBeVisible();
  });
});

describe("the feed of actors", () => {
  const answer = (at: string, over: Partial<ActorTree["tree"][number]>): ActorTree => ({
    at,
    tree: [
      {
        id: "writer",
        parent: null,
        kind: "writer",
        name: "Writer",
        state: "running",
        mailbox: 0,
        handled: 100,
        restarts: 0,
        last_error: null,
        since: "2026-03-04T10:00:00Z",
        queue: null,
        subtree: { total: 1, unhealthy: 0, worst: "running" },
        can: { kill: true, quarantine: false, resume: false, why_not: null },
        ref: null,
        detail: null,
        ...over,
      },
    ],
  });

  it("tells the rate between two answers, and none over a restart of the counter", () => {
    let feed = observe(emptyFeed, answer("2026-03-04T10:00:00Z", { handled: 100 }));
    feed = observe(feed, answer("2026-03-04T10:00:04Z", { handled: 110 }));
    expect(feed.rates.get("writer")).toBe(2.5);
    feed = observe(feed, answer("2026-03-04T10:00:06Z", { handled: 3, restarts: 1 }));
    expect(feed.rates.get("writer")).toBeUndefined();
    expect(feed.events.map(({ what }) => what)).toEqual(["restart"]);
    expect(observe(feed, answer("2026-03-04T10:00:06Z", { handled: 9 }))).toBe(feed);
  });

  it("counts what is not as it is shown", () => {
    const shown = answer("2026-03-04T10:00:00Z", {});
    expect(countChanged(shown, answer("2026-03-04T10:00:02Z", {}))).toBe(0);
    expect(countChanged(shown, answer("2026-03-04T10:00:02Z", { mailbox: 2 }))).toBe(1);
    expect(countChanged(shown, { ...shown, tree: [] })).toBe(1);
  });
});
