import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";
import { usePreferences } from "~/shared/preferences";
import { renderApp } from "./render";
import { server } from "./server";
import { setWidth, TestEventSource } from "./setup";

const list = () => screen.findByRole("list", { name: "Waiting changes" });
const cards = async () => within(await list()).getAllByRole("listitem");
const names = async () => (await cards()).map((card) => card.querySelector("[class*=name]")?.textContent);
const panel = () => screen.findByRole("article", { name: "Change and decision" });
const current = async () => within(await panel()).findByRole("heading", { level: 2 });
/** The page ignores decisions for a moment after it moved the cursor by itself; the watch is moved past that. */
async function settle(shown: string) {
  await waitFor(async () => expect(await current()).toHaveTextContent(shown));
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now.call(Date) + 400);
}
afterEach(() => void vi.restoreAllMocks());

async function openInbox(options = {}) {
  const app = renderApp("/approvals", options);
  expect(await current()).toHaveTextContent("Pause: Tents and shelters, generic");
  await within(await panel()).findByRole("heading", { name: "History" });
  return app;
}

describe("a move of budget", () => {
  it("is one change: who gives, who takes, what it comes to", async () => {
    const { desk, router } = renderApp("/rules");
    const action = desk.changes.actions.get(
      desk.changes.list(["awaiting_approval"], null, null)[0]?.id ?? "",
    );
    if (!action) throw new Error("the desk has nothing that waits");
    const dollars = (micros: number, display: string) => ({ micros, display, currency: "USD" });
    const leg = (id: string, target_name: string, before: number, after: number) => ({
      id,
      version: 1,
      state: "awaiting_approval" as const,
      state_detail: null,
      campaign_id: action.campaign?.id ?? null,
      target_name,
      before: dollars(before * 1e6, `$${before}.00`),
      after: dollars(after * 1e6, `$${after}.00`),
      per_day_change: { micros: (after - before) * 1e6, currency: "USD" },
    });
    const legs = [leg(action.id, "Weak", 100, 70), leg("b", "Strong", 50, 70), leg("c", "Better", 50, 60)];
    const [cut, raised] = [30e6, 30e6].map((micros) => ({ micros, currency: "USD" }));
    if (!cut || !raised) throw new Error("two sums");
    desk.changes.actions.set(action.id, {
      ...action,
      kind: "set_budget",
      property: "budget",
      move: { id: "m", cut, raised, legs },
    });
    await router.navigate({ to: "/approvals", search: { selected: action.id } });

    expect(await current()).toHaveTextContent("Move of budget between 3 campaigns");
    const table = within(await panel()).getByRole("table", { name: "Who gives and who takes" });
    const rows = within(table).getAllByRole("row");
    expect(rows.map((row) => row.querySelector("th")?.textContent)).toEqual([
      "1 gives",
      "Weak",
      "2 take",
      "Strong",
      "Better",
    ]);
    expect(rows[1]).toHaveTextContent("$100.00$70.00");
    expect(rows[2]).toHaveTextContent("+$30.00");
    const card = (await cards()).find((each) => each.dataset.action === action.id);
    expect(card).toHaveTextContent("$30.00 a day, 1 → 2 campaigns");
  });
});

describe("approving by keyboard", () => {
  it("approves the current change on the version that was shown and moves to the next", async () => {
    const { user, desk } = await openInbox();
    const [first] = desk.changes.list(["awaiting_approval"], null, null);
    const versions: (string | null)[] = [];
    server.events.on("request:start", ({ request }) => {
      if (request.url.endsWith("/approve")) versions.push(request.headers.get("if-match"));
    });

    await user.keyboard("a");

    expect(await current()).toHaveTextContent("Pause: Prospecting US, broad match");
    expect(await names()).not.toContain("Tents and shelters, generic");
    const decided = await screen.findByRole("region", { name: "Just decided" });
    expect(await within(decided).findByText("Approved")).toBeVisible();
    expect(versions).toEqual(['"v2"']);

    await waitFor(() => expect(desk.changes.actions.get(first?.id ?? "")?.state).toBe("applied"));
    TestEventSource.latest?.emit("actions");
    expect(await within(decided).findByText("Applied")).toBeVisible();
    server.events.removeAllListeners();
  });

  it("does not approve a second change by a double press", async () => {
    const { user, desk } = await openInbox();
    // Both at once: however slow the machine, the second comes before anybody could have read the next change.
    for (const _ of [1, 2]) fireEvent.keyDown(document.activeElement ?? document.body, { key: "a" });
    await settle("Prospecting US, broad match");
    expect(desk.changes.counts().awaiting_approval).toBe(9);
    await user.keyboard("a");
    await waitFor(() => expect(desk.changes.counts().awaiting_approval).toBe(8));
  });

  it("moves with J, K and the arrows", async () => {
    const { user } = await openInbox();
    await user.keyboard("jj");
    expect(await current()).toHaveTextContent("Hiking boots, winners");
    await user.keyboard("k");
    expect(await current()).toHaveTextContent("Prospecting US");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(await current()).toHaveTextContent("PMax catalogue, spring");
  });

  it("decides on nothing that is not on the page yet", async () => {
    const { user, desk } = await openInbox();
    // The step and the decision come before the page had time to show where the step leads.
    for (const key of ["j", "a"]) fireEvent.keyDown(document.activeElement ?? document.body, { key });
    await waitFor(async () => expect(await current()).toHaveTextContent("Prospecting US"));
    await user.keyboard("a");
    await waitFor(() => expect(desk.changes.counts().awaiting_approval).toBe(9));
    const [first] = desk.changes.list(["awaiting_approval"], null, null);
    expect(first?.campaign?.name).toBe("Tents and shelters, generic");
  });

  it("asks for a reason before rejecting and sends it", async () => {
    const { user, desk } = await openInbox();
    const [first] = desk.changes.list(["awaiting_approval"], null, null);
    await user.keyboard("r");
    const reason = await screen.findByLabelText("Why not?");
    expect(reason).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(await screen.findByText("Write a short reason")).toBeVisible();
    await user.keyboard("a brand week, keep it{Enter}");
    await waitFor(() => expect(desk.changes.actions.get(first?.id ?? "")?.state).toBe("rejected"));
    expect(desk.changes.actions.get(first?.id ?? "")?.approvals[0]?.reason).toBe("a brand week, keep it");
    expect(await current()).toHaveTextContent("Prospecting US");
  });

  it("opens the decision with Enter", async () => {
    const { user, router } = await openInbox();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/decisions\//));
    expect(await screen.findByRole("heading", { level: 1, name: "Decision" })).toBeVisible();
  });

  it("leaves letters alone when single keys are switched off", async () => {
    const { user, desk } = await openInbox();
    usePreferences.setState({ singleKeys: false });
    await user.keyboard("ajx");
    expect(await current()).toHaveTextContent("Tents and shelters");
    expect(screen.queryByRole("region", { name: "Selected changes" })).not.toBeInTheDocument();
    usePreferences.setState({ singleKeys: true });
    // One step, one decision: nothing of what was typed before is left to be done.
    await user.keyboard("j");
    await waitFor(async () => expect(await current()).toHaveTextContent("Prospecting US"));
    await user.keyboard("a");
    await waitFor(() => expect(desk.changes.counts().awaiting_approval).toBe(9));
    expect(desk.changes.list(["awaiting_approval"], null, null)[0]?.campaign?.name).toBe(
      "Tents and shelters, generic",
    );
  });

  it("offers no decision to somebody who may only read", async () => {
    const { user, desk } = renderApp("/approvals");
    if (desk.session) desk.session.permissions = ["actions.read"];
    expect(await current()).toHaveTextContent("Tents and shelters");
    await user.keyboard("a");
    expect(screen.queryByRole("button", { name: "Approve" })).not.toBeInTheDocument();
    expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
    expect(desk.changes.counts().awaiting_approval).toBe(10);
  });
});

describe("a decision that does not count", () => {
  it("brings the change back with the server's reason", async () => {
    const { user } = await openInbox();
    server.use(
      http.post("*/api/v1/actions/:id/approve", () =>
        HttpResponse.json(
          {
            type: "about:blank",
            title: "Conflict",
            status: 409,
            detail: "the account is being disconnected",
            request_id: "req_7",
          },
          { status: 409 },
        ),
      ),
    );
    await user.keyboard("a");
    expect(await screen.findByText("Not approved")).toBeVisible();
    expect(await names()).toContain("Tents and shelters, generic");
    const strip = await screen.findByRole("alert");
    expect(strip).toHaveTextContent("1 decision needs another look: Tents and shelters, generic");
    await user.click(within(strip).getByRole("link"));
    expect(await current()).toHaveTextContent("Tents and shelters");
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("the account is being disconnected");
    expect(alert).toHaveTextContent("req_7");
  });

  it("says that the outcome is not known when no answer comes", async () => {
    const { user } = await openInbox();
    server.use(http.post("*/api/v1/actions/:id/approve", () => HttpResponse.error()));
    await user.keyboard("a");
    expect(await screen.findByText("Outcome not known")).toBeVisible();
    await user.click(within(await screen.findByRole("alert")).getByRole("link"));
    await current();
    expect(await screen.findByRole("alert")).toHaveTextContent("not known whether this was recorded");
  });

  it("shows what changed when the action moved on, and approves the new version only on a second press", async () => {
    const { user, desk } = await openInbox();
    await user.keyboard("jj");
    expect(await current()).toHaveTextContent("Hiking boots, winners");
    const boots = desk.changes.list(["awaiting_approval"], null, null)[2];
    const action = desk.changes.actions.get(boots?.id ?? "");
    if (!action) throw new Error("the fixture lost its third action");
    await within(await panel()).findByRole("heading", { name: "History" });
    desk.changes.change(action, { display: "$242.00", micros: 242_000_000 });

    await user.keyboard("a");
    expect(await screen.findByText("Changed, look again")).toBeVisible();
    expect(action.state).toBe("awaiting_approval");

    await user.click(within(await screen.findByRole("alert")).getByRole("link", { name: /Hiking boots/ }));
    expect(await current()).toHaveTextContent("Hiking boots");
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Daily budget: $220.00 → $264.00 is now $220.00 → $242.00");
    await settle("Hiking boots");
    await user.keyboard("a");
    await waitFor(() => expect(action.state).not.toBe("awaiting_approval"));
    expect(action.after.display).toBe("$242.00");
  });
});

describe("a decision that comes too late", () => {
  it("says that somebody else decided it, and can be put away", async () => {
    const { user, desk } = await openInbox();
    const [first] = desk.changes.list(["awaiting_approval"], null, null);
    const action = desk.changes.actions.get(first?.id ?? "");
    if (!action || !desk.session) throw new Error("the fixture lost its first action");
    desk.changes.reject(action, desk.session, "decided elsewhere");
    await user.keyboard("a");
    const strip = await screen.findByRole("alert");
    await user.click(within(strip).getByRole("link"));
    await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("It is now: Rejected"));
    expect(screen.getByRole("alert")).toHaveTextContent("it was already decided");
    await user.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(action.state).toBe("rejected");
  });
});

describe("several at once", () => {
  it("asks again with the total effect before approving what is selected", async () => {
    const { user, desk } = await openInbox();
    await user.keyboard("x");
    await user.keyboard("{Shift>}J{/Shift}");
    const bar = await screen.findByRole("region", { name: "Selected changes" });
    expect(bar).toHaveTextContent("2 selected");
    expect(bar).toHaveTextContent("−$144.79 a day, less spend");

    await user.keyboard("a");
    const dialog = await screen.findByRole("dialog", { name: "Approve 2 changes?" });
    expect(dialog).toHaveTextContent("2 pauses. 2 campaigns are moved.");
    expect(desk.changes.counts().awaiting_approval).toBe(10);
    await user.click(within(dialog).getByRole("button", { name: "Yes, approve 2" }));
    await waitFor(() => expect(desk.changes.counts().awaiting_approval).toBe(8));
    expect(screen.queryByRole("region", { name: "Selected changes" })).not.toBeInTheDocument();
  });

  it("never adds amounts of different currencies", async () => {
    const { user } = await openInbox();
    const euro = (await cards()).find((card) => card.textContent?.includes("Rain jackets"));
    const dollar = (await cards()).find((card) => card.textContent?.includes("Hiking boots"));
    for (const card of [euro, dollar]) {
      if (card) await user.click(within(card).getByRole("checkbox"));
    }
    const bar = await screen.findByRole("region", { name: "Selected changes" });
    expect(bar).toHaveTextContent("+$44.00 a day, more spend");
    expect(bar).toHaveTextContent("+€36.00 a day, more spend");
  });
});

describe("undoing", () => {
  it("shows what undoing would change before it proposes it", async () => {
    const { user, desk } = renderApp("/approvals?tab=applied");
    await within(await panel()).findByRole("button", { name: "Undo" });
    const before = desk.changes.actions.size;
    await user.keyboard("u");
    const form = await screen.findByRole("region", { name: "Undo this change?" });
    expect(await within(form).findByText("Propose the way back")).toBeEnabled();
    expect(form).toHaveTextContent(/\d+\.00.*\d+\.00/);
    expect(desk.changes.actions.size).toBe(before);
    await user.click(within(form).getByRole("button", { name: "Propose the way back" }));
    await waitFor(() => expect(desk.changes.actions.size).toBe(before + 1));
    expect(await screen.findByText(/This undoes an earlier change/)).toBeVisible();
  });
});

describe("the address", () => {
  it("names the change that is open, whichever way an older link called it", async () => {
    const { router, desk } = await openInbox();
    const third = desk.changes.list(["awaiting_approval"], null, null)[2];
    await act(() => router.history.push(`/approvals?item=${third?.id}`));
    await waitFor(async () => expect(await current()).toHaveTextContent("Hiking boots, winners"));
    expect(router.state.location.search).toEqual({ selected: third?.id });
    const fourth = desk.changes.list(["awaiting_approval"], null, null)[3];
    await act(() => router.history.push(`/approvals?selected=${fourth?.id}`));
    await waitFor(async () => expect(await current()).toHaveTextContent("PMax catalogue, spring"));
  });
});

describe("what comes while somebody reads", () => {
  it("is told to screen readers, and what only moved onto the page is not", async () => {
    const { desk } = await openInbox({ waiting: 120 });
    const said = screen.getByText("", { selector: "[role=status][aria-live=polite]" });
    const scroller = (await list()).parentElement as HTMLElement;
    const far = desk.changes.list(["awaiting_approval"], null, null)[55];
    scroller.scrollTop = 118 * 42;
    fireEvent.scroll(scroller);
    await waitFor(() => expect(scroller.querySelector(`[data-action="${far?.id}"]`)).toBeInTheDocument());
    expect(said).toHaveTextContent("");
    const campaign = desk.campaigns[0];
    if (!campaign) throw new Error("the fixture lost its campaigns");
    const made = desk.changes.ask(
      campaign,
      "pause",
      { display: "Paused", micros: null },
      null,
      "out of stock",
    );
    // The first to lapse, so that it stands above what was known.
    made.expires_at = desk.changes.list(["awaiting_approval"], null, null)[0]?.created_at ?? null;
    TestEventSource.latest?.emit("actions");
    await waitFor(() => expect(said).toHaveTextContent("1 new change waits"));
  });
});

describe("on a phone", () => {
  it("shows the list first and the change alone", async () => {
    setWidth(390);
    const { user } = renderApp("/approvals");
    await list();
    expect(screen.queryByRole("article")).not.toBeInTheDocument();
    await user.click(screen.getByRole("link", { name: /Hiking boots/ }));
    expect(await current()).toHaveTextContent("Hiking boots");
    expect(screen.queryByRole("list", { name: "Waiting changes" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Back to the list" }));
    await list();
  });
});
