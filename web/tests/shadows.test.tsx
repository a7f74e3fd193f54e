import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rules } from "#mock/catalogue";
import { LanguageSocket } from "./language-socket";
import { renderApp } from "./render";

// What the editor measures and jsdom does not lay out.
const nowhere = { x: 0, y: 0, top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0, toJSON: () => "" };
Range.prototype.getClientRects = () => Object.assign([], { item: () => null }) as unknown as DOMRectList;
Range.prototype.getBoundingClientRect = () => nowhere;

beforeEach(() => {
  vi.stubGlobal("WebSocket", LanguageSocket);
  LanguageSocket.reset();
  sessionStorage.clear();
});

async function openShadow(user: ReturnType<typeof renderApp>["user"]) {
  await user.click(await screen.findByRole("tab", { name: "Shadow" }));
  return screen.findByRole("tabpanel", { name: "Shadow" });
}

describe("a shadow", () => {
  it("runs an earlier version, names where the two part as a simulation, and is put to work", async () => {
    const { user, desk } = renderApp(`/rules/${rules.stopLoss.id}`, { role: "marketer" });
    const panel = await openShadow(user);
    const start = await within(panel).findByRole("button", { name: "Run as a shadow" });
    expect(start).toBeDisabled();
    expect(panel).toHaveTextContent("is at work: change the text, or choose another version");
    await user.click(within(panel).getByRole("combobox", { name: "What is to run" }));
    await user.click(await screen.findByRole("option", { name: "Version 1" }));
    await user.click(start);

    expect(await within(panel).findByText("Simulation")).toBeVisible();
    expect(panel).toHaveTextContent("Version 1 runs as a shadow");
    const gained = within(panel).getByRole("region", { name: "Only the shadow would have acted" });
    expect(gained).toHaveTextContent("The version at work said: Did not fire");
    expect(gained).toHaveTextContent(/ActivePaused.*watchedNot thereAdded.*dearNot thereAdded/);
    expect(gained).not.toHaveTextContent("no change in spend");
    expect(within(gained).getByRole("link", { name: /^Why would/ })).toHaveAttribute(
      "href",
      expect.stringContaining("/decisions/"),
    );
    const lost = within(panel).getByRole("region", { name: "Only the version at work acted" });
    expect(lost).toHaveTextContent("The shadow said: Pending");
    expect(panel).toHaveTextContent("Both act alike in 3 cases.");
    const holds = within(panel).getByRole("region", { name: "What it would hold now" });
    expect(holds).toHaveTextContent("watchedNot thereAdded");

    const before = desk.rules.kept(rules.stopLoss.id)?.rule.version ?? 0;
    await user.click(within(panel).getByRole("button", { name: "Put to work" }));
    const dialog = await screen.findByRole("dialog", { name: "Put the shadow's text to work?" });
    await user.click(within(dialog).getByRole("button", { name: "Put to work" }));
    const why = within(dialog).queryByRole("textbox", { name: /^Why is \w+ all right here\?$/ });
    if (why) {
      await user.type(why, "we looked");
      await user.click(within(dialog).getByRole("button", { name: "Put to work" }));
    }
    await waitFor(() => expect(desk.rules.kept(rules.stopLoss.id)?.rule.version).toBe(before + 1));
    expect(await within(panel).findByRole("button", { name: "Run as a shadow" })).toBeVisible();
  });

  it("lists its decisions under the rule's name, as what would have been done", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, { role: "marketer" });
    const panel = await openShadow(user);
    await user.click(within(panel).getByRole("combobox", { name: "What is to run" }));
    await user.click(await screen.findByRole("option", { name: "Version 1" }));
    await user.click(within(panel).getByRole("button", { name: "Run as a shadow" }));
    await user.click(await within(panel).findByRole("link", { name: "All decisions of the shadow" }));

    const rows = within(await screen.findByRole("list", { name: "Decisions" })).getAllByRole("listitem");
    expect(rows).toHaveLength(1);
    expect(rows[0]).toHaveTextContent("SimulationFired");
    expect(rows[0]).toHaveTextContent("Stop loss, as a shadow");
    const named = "Stop loss, as a shadow (version 1)";
    await waitFor(() => expect(screen.getByRole("combobox", { name: "Rule" })).toHaveValue(named));

    // A list without a single decision says it as well.
    await user.click(screen.getByRole("combobox", { name: "Outcome" }));
    await user.click(await screen.findByRole("option", { name: "Blocked" }));
    expect(await screen.findByText("No decision matches")).toBeVisible();
    expect(screen.getByRole("combobox", { name: "Rule" })).toHaveValue(named);
    await user.click(screen.getByRole("combobox", { name: "Outcome" }));
    await user.click(await screen.findByRole("option", { name: "Fired" }));

    const again = within(await screen.findByRole("list", { name: "Decisions" }));
    await user.click(again.getByRole("link"));
    expect(await screen.findByText("Nothing was done, and nobody was told.", { exact: false })).toBeVisible();
    expect(screen.queryByText("This decision proposed no change.")).toBeNull();
    expect(screen.getByRole("link", { name: "Stop loss" })).toHaveAttribute(
      "href",
      `/rules/${rules.stopLoss.id}`,
    );
  });

  it("is ended after a second question", async () => {
    const { user } = renderApp(`/rules/${rules.stopLoss.id}`, { role: "marketer" });
    const panel = await openShadow(user);
    await user.click(await within(panel).findByRole("combobox", { name: "What is to run" }));
    await user.click(await screen.findByRole("option", { name: "Version 1" }));
    await user.click(within(panel).getByRole("button", { name: "Run as a shadow" }));
    await user.click(await within(panel).findByRole("button", { name: "End the shadow" }));
    const dialog = await screen.findByRole("dialog", { name: "End the shadow" });
    await user.click(within(dialog).getByRole("button", { name: "End the shadow" }));
    expect(await within(panel).findByRole("button", { name: "Run as a shadow" })).toBeVisible();
  });
});
