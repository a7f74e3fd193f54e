import { EditorView } from "@codemirror/view";
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rules } from "#mock/catalogue";
import type { Diagnostic } from "~/features/rules/api/types";
import { applyFix } from "~/shared/editor/problems";
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

const stopLoss = rules.stopLoss.id;

async function editor(): Promise<EditorView> {
  const box = await screen.findByRole("textbox", { name: /^Text of/ });
  const view = EditorView.findFromDOM(box);
  if (!view) throw new Error("the text box is no editor");
  return view;
}

/** Puts each second word in the place of the first, as edits that follow one another without a pause. */
async function type(view: EditorView, ...edits: readonly (readonly [string, string])[]): Promise<void> {
  await act(async () => {
    for (const [old, next] of edits) {
      const from = view.state.doc.toString().indexOf(old);
      expect(from, `“${old}” is in the text`).toBeGreaterThanOrEqual(0);
      view.dispatch({ changes: { from, to: from + old.length, insert: next } });
    }
  });
}

/** Puts `next` in the place of `old`, as one edit. */
const edit = (view: EditorView, old: string, next: string) => type(view, [old, next]);

const asMarketer = { role: "marketer" } as const;

describe("a text together with the other rules", () => {
  it("shows where it meets them, on which campaign, and what the guards have to do", async () => {
    const { user } = renderApp(`/rules/${rules.scale.id}`, asMarketer);
    const view = await editor();
    await user.click(screen.getByRole("tab", { name: "Conflicts" }));
    const findings = await screen.findByRole("list", { name: "Where rules meet" });
    expect(findings).toHaveTextContent("This campaign shows it");
    expect(within(findings).getByRole("link", { name: "Stop loss" })).toHaveAttribute(
      "href",
      `/rules/${stopLoss}`,
    );
    expect(screen.getByRole("list", { name: "Guards" })).toHaveTextContent("never raise budget above $1,000");
    // Its own place leads into the text.
    await user.click(within(findings).getByRole("button", { name: /^this rule, line \d+$/ }));
    const { from, to } = view.state.selection.main;
    expect(view.state.sliceDoc(from, to)).toMatch(/^increase budget by/);
  });

  it("says when it meets none", async () => {
    const { user } = renderApp(`/rules/${stopLoss}`, asMarketer);
    await editor();
    await user.click(screen.getByRole("tab", { name: "Conflicts" }));
    expect(await screen.findByText(/It works against no enabled rule/)).toBeVisible();
  });
});

describe("the list of rules", () => {
  it("keeps search, state and order in the address, and asks the server for them", async () => {
    const { user, router } = renderApp("/rules", asMarketer);
    const table = await screen.findByRole("table", { name: "Rules" });
    await user.type(screen.getByRole("searchbox", { name: "Search rules" }), "trim");
    await waitFor(() => expect(router.state.location.search).toEqual({ q: "trim" }));
    await waitFor(() => expect(within(table).queryByText("Stop loss")).not.toBeInTheDocument());
    expect(within(table).getByText("Trim overspenders")).toBeVisible();
  });

  it("reads a filter from the address", async () => {
    renderApp("/rules?state=quarantined", asMarketer);
    const table = await screen.findByRole("table", { name: "Rules" });
    expect(within(table).getAllByRole("row")).toHaveLength(2);
    expect(within(table).getByText("Weekend day-parting")).toBeVisible();
  });

  it("offers nothing to write to somebody who may only read", async () => {
    renderApp("/rules", { role: "manager" });
    await screen.findByRole("table", { name: "Rules" });
    expect(screen.queryByRole("link", { name: "New rule" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Disable/ })).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Rule library" })).toBeVisible();
  });

  it("disables a rule from its row, shows what it holds, and restores it when asked", async () => {
    const { user, desk } = renderApp("/rules", asMarketer);
    await user.click(await screen.findByRole("button", { name: "Disable Stop loss" }));
    const dialog = await screen.findByRole("dialog", { name: "Disable “Stop loss”?" });
    const holds = await within(dialog).findByRole("list", { name: "What it holds" });
    expect(within(holds).getAllByRole("listitem")).toHaveLength(2);
    expect(holds).toHaveTextContent("Somebody changed it since");
    await user.click(within(dialog).getByRole("radio", { name: /Restore 1 old value/ }));
    await user.click(within(dialog).getByRole("button", { name: "Disable and restore" }));
    expect(await within(dialog).findByRole("list", { name: "Old values" })).toHaveTextContent(
      "Prospecting US, broad matchWaits for approval",
    );
    await user.keyboard("{Escape}");
    expect(await screen.findByRole("button", { name: "Enable Stop loss" })).toBeVisible();
    const kept = desk.rules.kept(stopLoss);
    expect(kept?.rule.state).toBe("disabled");
    expect(kept?.holds).toHaveLength(1);
  });

  it("says before enabling where a rule runs, where it does not, and why", async () => {
    const { user, desk } = renderApp("/rules", asMarketer);
    const kept = desk.rules.kept(rules.scale.id);
    if (kept) kept.rule = { ...kept.rule, state: "disabled" };
    await user.click(await screen.findByRole("button", { name: "Enable Scale winners" }));
    const dialog = await screen.findByRole("dialog", { name: "Enable “Scale winners”?" });
    expect(await within(dialog).findByText("Runs on 3 of 4 accounts")).toBeVisible();
    expect(dialog).toHaveTextContent("The rule is not about meta");
    const findings = await within(dialog).findByRole("list", { name: "Where rules meet" });
    expect(findings).toHaveTextContent("Stop loss pauses campaigns whose budget Scale winners raises");
    expect(findings).toHaveTextContent("spend last 3 days$102.00");
    const enable = within(dialog).getByRole("button", { name: "Enable version 5" });
    await user.click(enable);
    const reason = within(dialog).getByRole("textbox", { name: /^Why is W\d+ all right here\?$/ });
    expect(reason).toHaveFocus();
    expect(reason).toHaveAccessibleDescription(/Write a reason/);
    expect(desk.rules.kept(rules.scale.id)?.rule.state).toBe("disabled");
    await user.type(reason, "They share no campaign");
    await user.click(enable);
    await waitFor(() => expect(desk.rules.kept(rules.scale.id)?.rule.state).toBe("enabled"));
    expect(desk.rules.kept(rules.scale.id)?.accepted[0]?.reason).toBe("They share no campaign");
  });

  it("says once, with every line, what is said of several, and asks one reason for a code", async () => {
    const { user, desk } = renderApp("/rules", asMarketer);
    const kept = desk.rules.kept(rules.scale.id);
    if (!kept) throw new Error("the desk lost its rule");
    kept.rule = { ...kept.rule, state: "disabled" };
    const warning = (line: number, help: string): Diagnostic => ({
      code: "W0503",
      severity: "warning",
      message: "`roas` may rest on too little data",
      help,
      history: null,
      span: { start: { line, character: 7 }, end: { line, character: 11 } },
      underlined: "roas",
      labels: [],
      fixes: [],
      docs: "/docs/diagnostics/W0503",
    });
    const ask = "ask for at least 10 conversions";
    server.use(
      http.get(`*/api/v1/rules/${rules.scale.id}`, () =>
        HttpResponse.json(
          {
            ...desk.rules.detail(kept),
            warnings: [warning(7, ask), warning(11, ask), warning(11, ask), warning(14, "narrow the window")],
          },
          { headers: { ETag: '"v1"' } },
        ),
      ),
    );
    await user.click(await screen.findByRole("button", { name: "Enable Scale winners" }));
    const dialog = await screen.findByRole("dialog", { name: "Enable “Scale winners”?" });
    const section = await within(dialog).findByRole("region", { name: "Warnings" });
    const said = within(section).getAllByRole("listitem");
    expect(said.map((each) => each.textContent)).toEqual([
      expect.stringContaining("Lines 8, 12"),
      expect.stringContaining("Line 15"),
    ]);
    await user.click(within(dialog).getByRole("button", { name: "Enable version 5" }));
    expect(within(dialog).getAllByRole("textbox", { name: "Why is W0503 all right here?" })).toHaveLength(1);
  });

  it("keeps why a finding was accepted beside the version that it was accepted with", async () => {
    const { user, desk } = renderApp(`/rules/${stopLoss}`, asMarketer);
    const kept = desk.rules.kept(stopLoss);
    if (!kept) throw new Error("the rule is not there");
    const { version } = kept.rule;
    const by = { version, by: "Priya Nair", at: kept.rule.updated_at, evidence: "no limit" };
    kept.accepted = ["W0503", "W0501", "W0501"].map((code) => ({ code, reason: "five campaigns", ...by }));
    await user.click(await screen.findByRole("button", { name: "History" }));
    const accepted = await screen.findByRole("list", { name: "Accepted with this version" });
    expect(accepted).toHaveTextContent("five campaignsW0503, W0501 · Priya Nair");
  });

  it("says that a rule moved on, and does not switch the one that was seen", async () => {
    const { user, desk } = renderApp("/rules", asMarketer);
    await user.click(await screen.findByRole("button", { name: "Disable Stop loss" }));
    const dialog = await screen.findByRole("dialog");
    await within(dialog).findByText("What becomes of them?");
    desk.rules.saveElsewhere(stopLoss, `${rules.stopLoss.text}\n`);
    await user.click(within(dialog).getByRole("button", { name: "Disable" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("It has changed meanwhile");
    expect(desk.rules.kept(stopLoss)?.rule.state).toBe("enabled");
  });
});

describe("a new rule", () => {
  it("is installed from the library as a draft with its numbers", async () => {
    const { user, desk, router } = renderApp("/rules/library?entry=stop-loss", asMarketer);
    const entry = await screen.findByRole("article", { name: "Stop loss" });
    const name = within(entry).getByLabelText("Name of your rule");
    await user.clear(name);
    await user.paste("Stop loss, shop");
    await user.click(within(entry).getByRole("button", { name: "Install as a draft" }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/rules\/[0-9a-f-]{36}$/));
    expect(await screen.findByRole("heading", { name: "Stop loss, shop" })).toBeVisible();
    const saved = desk.rules.kept(router.state.location.pathname.split("/")[2] ?? "");
    expect(saved).toMatchObject({ rule: { state: "draft" }, library: { id: "stop-loss" } });
  });

  it("comes from the library through a form into the editor, and is saved as a draft", async () => {
    const { user, desk, router } = renderApp("/rules", asMarketer);
    await user.click(await screen.findByRole("link", { name: "New rule" }));
    await screen.findByRole("heading", { name: "Rule library" });
    await user.click(await screen.findByRole("link", { name: /^Stop loss/ }));
    const entry = await screen.findByRole("article", { name: "Stop loss" });
    expect(within(entry).getByRole("region", { name: "When not to use it" })).toHaveTextContent(
      "a lead that closes after two weeks",
    );
    const name = within(entry).getByLabelText("Name of your rule");
    await user.clear(name);
    await user.paste("Stop loss, brand");
    const dollars = within(entry).getByLabelText("Highest cost per conversion you can carry, USD");
    await user.clear(dollars);
    expect(await within(entry).findByText("Enter a value")).toBeVisible();
    expect(within(entry).getByRole("button", { name: "Open in the editor" })).toBeDisabled();
    await user.type(dollars, "62.50");
    // What it would do today stands beside the form, and the text behind it.
    expect(await within(entry).findByRole("region", { name: "Would act" })).toBeVisible();
    await user.click(within(entry).getByRole("tab", { name: "The text it becomes" }));
    await waitFor(() =>
      expect(screen.getByRole("region", { name: "Text" })).toHaveTextContent(
        "max_cpa: money = $62.50, 40 EUR",
      ),
    );
    await waitFor(() =>
      expect(within(entry).getByRole("button", { name: "Open in the editor" })).toBeEnabled(),
    );
    await user.click(within(entry).getByRole("button", { name: "Open in the editor" }));

    const view = await editor();
    expect(view.state.doc.toString()).toContain('rule "Stop loss, brand"');
    expect(view.state.doc.toString()).toContain("$62.50, 40 EUR");
    expect(screen.queryByText(/is back\.$/)).not.toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Save as a draft" }));
    const dialog = await screen.findByRole("dialog", { name: "Save as a draft" });
    await user.click(within(dialog).getByRole("button", { name: "Save as a draft" }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/rules\/0195/));
    const made = desk.rules.all().find(({ rule }) => rule.name === "Stop loss, brand");
    expect(made).toMatchObject({ rule: { state: "draft" }, library: { id: "stop-loss" } });
    expect(await screen.findByText("Draft")).toBeVisible();
    expect(sessionStorage).toHaveLength(0);
  });

  it("is helped to its first test", async () => {
    const { user } = renderApp("/rules/new", asMarketer);
    const view = await editor();
    await user.click(await screen.findByRole("tab", { name: "Tests" }));
    await user.click(await screen.findByRole("button", { name: "Write a first test" }));
    const text = view.state.doc.toString();
    expect(text).toContain('test "leaves alone what runs as usual" of "New rule" {');
    const { from, to } = view.state.selection.main;
    expect(text.slice(from, to)).toMatch(/^\s*test "[\s\S]*\}\s*$/);
  });

  it("says where the name is taken, and keeps the text", async () => {
    const { user } = renderApp("/rules/new", asMarketer);
    const view = await editor();
    await edit(view, 'rule "New rule"', 'rule "Stop loss"');
    await user.click(screen.getByRole("button", { name: "Save as a draft" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Save as a draft" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("There is a rule Stop loss already");
    expect(view.state.doc.toString()).toContain('rule "Stop loss"');
  });
});

describe("the editor", () => {
  it("lists an error as it is typed, mends it with its fix, previews, and saves a version with a note", async () => {
    const { user, desk } = renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    await screen.findByRole("region", { name: "Would act" });
    await edit(view, "spend > floor", "spend > 100");
    const findings = await screen.findByRole("list", { name: "Findings" });
    expect(findings).toHaveTextContent("Line 18: spend is money, and 100 has no currency");
    expect(screen.getByText("Mend the errors to see what it would do.")).toBeVisible();
    expect(view.dom.querySelector(".cm-lintRange-error")).toHaveTextContent("100");

    // Saving with an error leads to the error.
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(screen.getByText("Mend the error first, then save")).toBeInTheDocument();
    expect(view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to)).toBe("100");

    await user.click(within(findings).getByRole("button", { name: "What E0204 means" }));
    expect(await screen.findByRole("dialog", { name: /E0204/ })).toHaveTextContent("Instead");
    await user.keyboard("{Escape}");
    await user.click(within(findings).getByRole("button", { name: "Write $100" }));
    expect(view.state.doc.toString()).toContain("spend > $100");
    await waitFor(() => expect(screen.queryByRole("list", { name: "Findings" })).not.toBeInTheDocument());
    expect(await screen.findByText(/Nothing is changed by looking/)).toBeVisible();

    fireEvent.keyDown(view.contentDOM, { key: "s", ctrlKey: true });
    const dialog = await screen.findByRole("dialog", { name: "Save version 4" });
    await within(dialog).findByText("Your text");
    await user.click(within(dialog).getByLabelText("Why?"));
    await user.paste("A hundred is enough to judge by");
    await user.click(within(dialog).getByRole("button", { name: "Save version 4" }));
    await waitFor(() => expect(screen.queryByText("Unsaved changes")).not.toBeInTheDocument());
    const versions = desk.rules.kept(stopLoss)?.versions ?? [];
    expect(versions.at(-1)).toMatchObject({ version: 4, note: "A hundred is enough to judge by" });
    expect(versions.at(-1)?.text).toContain("spend > $100");
  });

  it("says what a version that was saved works against, and leads there", async () => {
    const { user } = renderApp(`/rules/${rules.scale.id}`, asMarketer);
    const view = await editor();
    await edit(view, "rule", "# Reviewed\nrule");
    await user.click(screen.getByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog", { name: /^Save version/ });
    await user.click(within(dialog).getByRole("button", { name: /^Save version/ }));
    expect(await screen.findByText(/is saved, and works against another rule:/)).toHaveTextContent(
      "Stop loss pauses campaigns whose budget Scale winners raises",
    );
    await user.click(screen.getByRole("button", { name: "Show the conflicts" }));
    expect(screen.getByRole("tab", { name: "Conflicts" })).toHaveAttribute("aria-selected", "true");
    expect(screen.queryByText(/is saved, and works against another rule:/)).toBeNull();
  });

  it("goes on where a fix leaves a text to its author", async () => {
    renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    const at = view.state.doc.toString().lastIndexOf("}");
    const insert = '  accept W0503 ""\n';
    const title = "accept W0503 and say why";
    applyFix(view, view.state.doc, { title, safe: false, edits: [{ from: at, to: at, insert }] });
    expect(view.state.selection.main.head).toBe(at + insert.indexOf('""') + 1);
    expect(view.hasFocus).toBe(true);
  });

  it("previews with the values beside each campaign, and explains one with its condition", async () => {
    const { user } = renderApp(`/rules/${stopLoss}`, asMarketer);
    const acting = await screen.findByRole("region", { name: "Would act" });
    const row = within(acting).getByText("Prospecting US, broad match").closest("details");
    expect(row).toHaveTextContent("cost $67.93");
    expect(row).toHaveTextContent("$22.93 above");
    await user.click(within(acting).getByText("Prospecting US, broad match"));
    expect(row).toHaveTextContent("passcost$67.93>max_cpa$45.00");
    expect(screen.getByRole("region", { name: "Not known: data is missing" })).toHaveTextContent(
      "Single origin beans",
    );
  });

  it("marks the preview as old while the text moves on, and asks once when it rests", async () => {
    renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    expect(await screen.findByRole("region", { name: "Would act" })).toHaveTextContent(
      "Prospecting US, broad match",
    );
    const asked: string[] = [];
    server.events.on("request:start", async ({ request }) => {
      if (request.url.endsWith("/rules/preview")) {
        asked.push(((await request.clone().json()) as { text: string }).text);
      }
    });
    await type(view, ["$45", "$46"], ["$46", "$47"], ["$47", "$70"]);
    expect(await screen.findByText("The text has moved on. This belongs to an earlier one.")).toBeVisible();
    await waitFor(() => expect(asked).toHaveLength(1), { timeout: 4_000 });
    expect(asked[0]).toContain("$70");
    expect(await screen.findByText(/Nothing is changed by looking/)).toBeVisible();
    server.events.removeAllListeners();
    const acting = screen.getByRole("region", { name: "Would act" });
    expect(within(acting).queryByText("Prospecting US, broad match")).not.toBeInTheDocument();
  });

  it("sets parameters beside the text and saves them with it", async () => {
    const { user, desk } = renderApp(`/rules/${stopLoss}`, asMarketer);
    await editor();
    await user.click(screen.getByRole("tab", { name: "About" }));
    const euros = await screen.findByLabelText("Highest cost per conversion you can carry, EUR");
    await user.clear(euros);
    await user.type(euros, "38");
    expect(screen.getByRole("button", { name: "Back to $45, 40 EUR" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog", { name: "Save version 4" });
    expect(within(dialog).getByText("The text stays the same.")).toBeVisible();
    expect(within(dialog).getByRole("region", { name: "Parameters that change" })).toHaveTextContent(
      "max_cpa $45, 40 EUR$45, 38 EUR",
    );
    await user.click(within(dialog).getByRole("button", { name: "Save version 4" }));
    await waitFor(() => expect(desk.rules.kept(stopLoss)?.overrides).toEqual({ max_cpa: "$45, 38 EUR" }));
  });

  it("shows who saved which version and why, and opens an old one as a draft", async () => {
    const { user, desk } = renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    await user.click(screen.getByRole("button", { name: "History" }));
    const drawer = await screen.findByRole("dialog", { name: "History of this rule" });
    const versions = await within(drawer).findByRole("list", { name: "Versions" });
    expect(within(versions).getAllByRole("button")).toHaveLength(3);
    expect(versions).toHaveTextContent("Calmer after the weekend");
    await user.click(within(versions).getByRole("button", { name: /^Version 1/ }));
    await user.click(within(drawer).getByRole("button", { name: "Open version 1 as a draft" }));
    expect(view.state.doc.toString()).toContain("cooldown 12h");
    expect(await screen.findByText("Unsaved changes")).toBeVisible();
    expect(desk.rules.kept(stopLoss)?.rule.version).toBe(3);
  });

  it("keeps a text that somebody else's version crosses, shows both, and saves on top when asked", async () => {
    const { user, desk } = renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    await edit(view, "cooldown 24h", "cooldown 36h");
    desk.rules.saveElsewhere(stopLoss, rules.stopLoss.text.replace("at most 5", "at most 7"));
    await user.click(screen.getByRole("button", { name: "Save" }));
    const save = await screen.findByRole("dialog", { name: "Save version 4" });
    await user.click(within(save).getByRole("button", { name: "Save version 4" }));
    // The server refuses the version that was seen; the page learns what there is now.
    expect(await within(save).findByRole("alert")).toHaveTextContent("It has changed meanwhile");
    await user.keyboard("{Escape}");
    expect(await screen.findByText(/Jonas Weber saved version 4 while you were writing/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show what changed" }));
    const both = await screen.findByRole("dialog", { name: "Version 4 and your text" });
    await user.click(within(both).getByRole("button", { name: "Go on with my text" }));
    expect(view.state.doc.toString()).toContain("cooldown 36h");
    await user.click(screen.getByRole("button", { name: "Save" }));
    const again = await screen.findByRole("dialog", { name: "Save version 5" });
    await user.click(within(again).getByRole("button", { name: "Save version 5" }));
    await waitFor(() => expect(desk.rules.kept(stopLoss)?.rule.version).toBe(5));
    expect(desk.rules.kept(stopLoss)?.rule.text).toContain("cooldown 36h");
  });

  it("brings unsaved text back after a reload, and can be told to forget it", async () => {
    renderApp(`/rules/${stopLoss}`, asMarketer);
    await edit(await editor(), "cooldown 24h", "cooldown 36h");
    await screen.findByText("Unsaved changes");
    cleanup();
    const { user } = renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    expect(view.state.doc.toString()).toContain("cooldown 36h");
    expect(await screen.findByText(/Your unsaved text from .* ago is back/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Discard it" }));
    expect(view.state.doc.toString()).toContain("cooldown 24h");
    await waitFor(() => expect(sessionStorage).toHaveLength(0));
  });

  it("asks before somebody leaves unsaved text", async () => {
    const { user, router } = renderApp(`/rules/${stopLoss}`, asMarketer);
    await edit(await editor(), "cooldown 24h", "cooldown 36h");
    await screen.findByText("Unsaved changes");
    await user.click(screen.getByRole("link", { name: "Back to the rules" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Stay" }));
    expect(router.state.location.pathname).toBe(`/rules/${stopLoss}`);
    await user.click(screen.getByRole("link", { name: "Back to the rules" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Leave" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/rules"));
  });

  it("can be read and not written by somebody whose role does not include it", async () => {
    renderApp(`/rules/${stopLoss}`, { role: "manager" });
    const view = await editor();
    expect(view.state.readOnly).toBe(true);
    expect(screen.getByText(/You can read this rule/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save" })).not.toBeInTheDocument();
  });

  it("leaves Tab to the page", async () => {
    renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    view.focus();
    const moved = fireEvent.keyDown(view.contentDOM, { key: "Tab" });
    expect(moved, "the browser moves the focus").toBe(true);
    expect(view.state.doc.toString()).toBe(rules.stopLoss.text);
  });
});

describe("the language server", () => {
  const latest = () => LanguageSocket.lines.at(-1);
  const methods = () => latest()?.sent.map(({ method }) => method) ?? [];

  it("is told the text, and again what changes in it", async () => {
    renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    await waitFor(() => expect(methods()).toContain("textDocument/didOpen"));
    expect(latest()?.url).toBe("ws://localhost:3000/api/v1/lsp");
    await edit(view, "spend > floor", "spend > 100");
    await waitFor(() => expect(methods()).toContain("textDocument/didChange"));
    expect(await screen.findByRole("list", { name: "Findings" })).toHaveTextContent("100 has no currency");
  });

  it("goes away without a fuss, is replaced by checks of the whole text, and comes back by itself", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    renderApp(`/rules/${stopLoss}`, asMarketer);
    const view = await editor();
    await waitFor(() => expect(methods()).toContain("textDocument/didOpen"));
    LanguageSocket.away = true;
    act(() => latest()?.close());
    expect(await screen.findByText(/Language server is away/)).toBeVisible();
    await edit(view, "spend > floor", "spend > 100");
    expect(await screen.findByRole("list", { name: "Findings" })).toHaveTextContent("100 has no currency");
    LanguageSocket.away = false;
    await waitFor(() => expect(screen.queryByText(/Language server is away/)).not.toBeInTheDocument(), {
      timeout: 6_000,
    });
    expect(LanguageSocket.lines.length).toBeGreaterThan(1);
    await edit(view, "spend > 100", "spend > $100");
    await waitFor(() => expect(screen.queryByRole("list", { name: "Findings" })).not.toBeInTheDocument());
    vi.restoreAllMocks();
  });

  it("is left when the page is", async () => {
    const { router } = renderApp(`/rules/${stopLoss}`, asMarketer);
    await editor();
    await waitFor(() => expect(methods()).toContain("textDocument/didOpen"));
    const line = latest();
    await act(() => router.navigate({ to: "/rules" }));
    await waitFor(() => expect(line?.readyState).toBe(LanguageSocket.CLOSED));
    expect(LanguageSocket.lines).toHaveLength(1);
  });

  it("is not asked about a rule that does not exist", async () => {
    renderApp("/rules/0195a3c0-0000-7000-8000-ffffffffffff", asMarketer);
    expect(await screen.findByText("This rule does not exist")).toBeVisible();
    const main = within(screen.getByRole("main"));
    expect(main.getByRole("link", { name: "Rules" })).toHaveAttribute("href", "/rules");
    expect(LanguageSocket.lines).toHaveLength(0);
  });
});

describe("guards", () => {
  const asAdmin = { role: "admin" } as const;

  it("are listed with what they promise, and changed after both texts were seen", async () => {
    const { user, desk } = renderApp("/rules/guards", asAdmin);
    const table = await screen.findByRole("table", { name: "Guards" });
    expect(table).toHaveTextContent("No raise above $1,000.00 or €900.00 passes.");
    await user.click(within(table).getByRole("link", { name: "No runaway budgets" }));
    const view = await editor();
    await edit(view, "$1,000", "$800");
    await user.click(screen.getByRole("button", { name: "Save guard" }));
    const dialog = await screen.findByRole("dialog", { name: "Save this guard" });
    await within(dialog).findByText("Your text");
    await user.click(within(dialog).getByRole("button", { name: "Save guard" }));
    await waitFor(() => expect(screen.queryByText("Unsaved changes")).not.toBeInTheDocument());
    expect([...desk.rules.guards.values()][0]?.text).toContain("$800");
  });

  it("begin with a ready one from the library", async () => {
    const { user } = renderApp("/rules/guards/new", { role: "admin" });
    const view = await editor();
    const ready = await screen.findByRole("region", { name: "Begin with a ready one" });
    await user.click(await within(ready).findByRole("button", { name: /^Brand stays on/ }));
    expect(view.state.doc.toString()).toContain('guard "Brand stays on" {');
    expect(within(ready).queryByRole("button", { name: /^Stop loss/ })).toBeNull();
  });

  it("take on another promise, written in the money of their text", async () => {
    const { user } = renderApp("/rules/guards/new", { role: "admin" });
    const view = await editor();
    await edit(view, "200% of budget at start of day", "900 EUR");
    await user.click(screen.getByRole("button", { name: /^All budgets of an account together/ }));
    expect(view.state.doc.toString()).toMatch(
      /above 900 EUR\n {2}never raise total budget of account above €20,000\n\}\n$/,
    );
  });

  it("are about what stands below campaigns, and offer what can be promised of that", async () => {
    const { user } = renderApp("/rules/guards/new", asAdmin);
    const view = await editor();
    const part = await screen.findByRole("region", { name: "What else it can promise" });
    await user.click(screen.getByRole("combobox", { name: "What it protects" }));
    await user.click(await screen.findByRole("option", { name: "Keywords (Google Ads, Amazon Ads)" }));
    expect(view.state.doc.toString()).toContain(
      "  for keywords\n  never raise bid above 150% of bid at start of day\n}",
    );
    expect(within(part).queryByRole("button", { name: /^No budget above/ })).toBeNull();
    await user.click(within(part).getByRole("button", { name: /^Only a share of the keywords/ }));
    expect(view.state.doc.toString()).toMatch(/\n {2}at most 30% of keywords paused per day\n\}\n$/);
    // What was written stays when the level changes.
    await user.click(screen.getByRole("combobox", { name: "What it protects" }));
    await user.click(await screen.findByRole("option", { name: "Ads" }));
    expect(view.state.doc.toString()).toMatch(/ {2}for ads\n[\s\S]*of keywords paused per day\n\}\n$/);
    expect(within(part).getByRole("button", { name: /^Some ads are never paused/ })).toBeVisible();
  });

  it("are read, and not written, by a marketer", async () => {
    const { user } = renderApp("/rules/guards", asMarketer);
    await user.click(await screen.findByRole("link", { name: "No runaway budgets" }));
    expect((await editor()).state.readOnly).toBe(true);
    expect(screen.queryByRole("button", { name: "Save guard" })).not.toBeInTheDocument();
  });

  it("are removed only after a second question", async () => {
    const { user, desk, router } = renderApp("/rules/guards", asAdmin);
    await user.click(await screen.findByRole("link", { name: "No runaway budgets" }));
    await editor();
    await user.click(screen.getByRole("button", { name: "Remove" }));
    const dialog = await screen.findByRole("dialog", { name: "Remove “No runaway budgets”?" });
    await user.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/rules/guards"));
    expect(desk.rules.guards.size).toBe(0);
    expect(await screen.findByText("No guard yet")).toBeVisible();
  });
});
