import { EditorView } from "@codemirror/view";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rules } from "#mock/catalogue";
import { blocksOf } from "#mock/rule-text";
import type { Block, BlockCondition } from "~/features/rules/api/types";
import { boxesOf, compareInstead, sectionsOf, textOf, toggled } from "~/features/rules/model/blocks";
import { LanguageSocket } from "./language-socket";
import { renderApp } from "./render";

const nowhere = { x: 0, y: 0, top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0, toJSON: () => "" };
Range.prototype.getClientRects = () => Object.assign([], { item: () => null }) as unknown as DOMRectList;
Range.prototype.getBoundingClientRect = () => nowhere;

beforeEach(() => {
  vi.stubGlobal("WebSocket", LanguageSocket);
  LanguageSocket.reset();
  sessionStorage.clear();
});

const text = rules.stopLoss.text;

/** The rule's page with its blocks shown, and the text behind them. */
async function shown(options: { role: "marketer" | "manager" } = { role: "marketer" }) {
  const app = renderApp(`/rules/${rules.stopLoss.id}`, options);
  const box = await screen.findByRole("textbox", { name: /^Text of/ });
  const view = EditorView.findFromDOM(box);
  if (!view) throw new Error("the text box is no editor");
  await app.user.click(screen.getByRole("radio", { name: "Blocks" }));
  const rule = await screen.findByRole("region", { name: "Stop loss" });
  return {
    ...app,
    rule,
    now: () => view.state.doc.toString(),
    /** Another text, written while the blocks are shown. */
    show: async (next: string) =>
      act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } })),
  };
}

/** The same rule with every clause that names other rules or bounds what it does. */
const bounded = text.replace(
  /\}\s*$/,
  `  at most 10% of scope spend per day
  yields to "Brand stays up"
  formerly "Stop loss 2025"
  hold out 10%
  accept W0502 "the cooldown of the platform is longer"
}
`,
);

describe("a rule as blocks", () => {
  it("writes a field into the text and leaves everything else as it was", async () => {
    const { user, rule, now } = await shown();
    const length = within(rule).getByRole("textbox", { name: "Cooldown, length" });
    await user.clear(length);
    await user.type(length, "2");
    await user.selectOptions(within(rule).getByRole("combobox", { name: "Cooldown, length, unit" }), "days");
    await waitFor(() => expect(now()).toBe(text.replace("cooldown 24h", "cooldown 2d")));
  });

  it("adds a condition where the others stand, and takes it back", async () => {
    const { user, rule, now } = await shown();
    const when = within(rule).getByRole("list", { name: "What it does" });
    await user.click(within(when).getByRole("button", { name: "Condition" }));
    const added = text.replace("and spend > floor\n", "and spend > floor and spend > $100\n");
    expect(now()).toBe(added);
    expect(await within(when).findByRole("textbox", { name: "Value, USD" })).toHaveValue("100");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(now()).toBe(text);
  });

  it("takes a platform out of the scope with its toggle", async () => {
    const { user, rule, now } = await shown();
    await user.click(within(rule).getByRole("button", { name: "Meta", pressed: true }));
    expect(now()).toBe(text.replace("on google, meta", "on google"));
  });

  it("refuses what is no value, says so, and writes nothing", async () => {
    const { user, rule, now } = await shown();
    const length = within(rule).getByRole("textbox", { name: "Cooldown, length" });
    await user.clear(length);
    await user.type(length, "soon");
    fireEvent.blur(length);
    expect(within(rule).getByRole("alert")).toHaveTextContent("no value");
    expect(length).toHaveValue("soon");
    expect(now()).toBe(text);
  });

  it("keeps as text what has no shape of its own, and says so", async () => {
    const { user, now } = await shown();
    const changed = text.replace("cost > max_cpa", "change of spend > 20%");
    await user.click(screen.getByRole("radio", { name: "Text" }));
    const view = EditorView.findFromDOM(screen.getByRole("textbox", { name: /^Text of/ }));
    view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: changed } });
    await user.click(screen.getByRole("radio", { name: "Blocks" }));
    expect(await screen.findByDisplayValue("change of spend")).toBeVisible();
    expect(now()).toBe(changed);
  });

  it("fills in what stands between rules: names in boxes of their own, a finding that opens its page", async () => {
    const { user, now, show } = await shown();
    await show(bounded);
    const limit = await screen.findByRole("textbox", { name: "Limit, share of spend" });
    expect(limit).toHaveValue("10");
    expect(screen.getByRole("combobox", { name: "Limit, counted" })).toHaveDisplayValue(
      "day in each account",
    );
    expect(screen.getByRole("textbox", { name: "Accepted, reason" })).toHaveValue(
      "the cooldown of the platform is longer",
    );
    expect(screen.getByRole("button", { name: /^Accepted, finding: What W0502 means/ })).toBeVisible();
    const yields = screen.getByRole("combobox", { name: "Yields to, rules that come first" });
    await user.clear(yields);
    await user.type(yields, "Night watch{Enter}");
    expect(now()).toBe(bounded.replace("Brand stays up", "Night watch"));
  });

  it("goes through clauses by keyboard, takes one out, and leaves the cursor beside it", async () => {
    const { user, now, show } = await shown();
    await show(bounded);
    const share = await screen.findByRole("textbox", { name: "Holds out, share" });
    share.focus();
    await user.keyboard("{Escape}");
    const clause = share.closest("li");
    expect(clause).toHaveFocus();
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(screen.getByText("Yields to").closest("li")).toHaveFocus();
    await user.keyboard("{ArrowDown}{ArrowDown}{Delete}");
    expect(now()).toBe(bounded.replace("  hold out 10%\n", ""));
    await waitFor(() => expect(screen.queryByText("Holds out")).not.toBeInTheDocument());
    expect(screen.getByText("Formerly").closest("li")).toHaveFocus();
  });

  it("goes on in the box of what was added", async () => {
    const { user, rule, now } = await shown();
    const when = within(rule).getByRole("list", { name: "What it does" });
    within(when).getByRole("button", { name: "Condition" }).focus();
    await user.keyboard("{Enter}");
    expect(now()).toContain("and spend > $100");
    const added = await within(when).findByRole("textbox", { name: "Value, USD" });
    await waitFor(() =>
      expect(added.closest("[data-from]")).toContainElement(document.activeElement as HTMLElement),
    );
  });

  it("says at the box what is wrong with it", async () => {
    const { show } = await shown();
    await show(text.replace("spend > floor", "spend > 100"));
    const when = await screen.findByRole("list", { name: "What it does" });
    const value = await within(when).findByRole("textbox", { name: "Value" });
    await waitFor(() => expect(value).toHaveAttribute("aria-invalid", "true"));
    expect(value).toHaveAccessibleDescription("spend is money, and 100 has no currency");
  });

  it("offers nothing to change to somebody who may only read", async () => {
    const { rule } = await shown({ role: "manager" });
    expect(within(rule).queryByRole("button", { name: "Condition" })).not.toBeInTheDocument();
    expect(within(rule).getByRole("textbox", { name: "Cooldown, length" })).toHaveAttribute("readonly");
  });
});

describe("what a field writes", () => {
  it.each([
    ["money", "$45, 40 EUR"],
    ["percent", "12.5%"],
    ["duration", "24h"],
    ["count", "1,204"],
    ["ratio", "3.5"],
    ["time", "06:00"],
  ] as const)("a literal of %s comes back as it was: %s", (unit, literal) => {
    expect(textOf(unit, boxesOf(unit, literal))).toBe(literal);
  });

  it("nothing for what is no number", () => {
    expect(textOf("percent", { kind: "percent", value: "ten" })).toBeUndefined();
    expect(textOf("duration", { kind: "duration", value: "0", unit: "h" })).toBeUndefined();
  });

  it("lists in their order, never empty, and weekdays instead of single days", () => {
    const days = ["weekdays", "mon", "tue", "wed"];
    expect(toggled("wed", "mon", days)).toBe("mon, wed");
    expect(toggled("mon", "mon", days)).toBeUndefined();
    expect(toggled("mon, wed", "weekdays", days)).toBe("weekdays");
    expect(toggled("weekdays", "tue", days)).toBe("tue");
  });
});

describe("another operand", () => {
  const item = blocksOf(text).items[0];
  const when = item?.blocks.find(({ kind }) => kind === "when")?.condition;
  const second = when?.parts[1] as BlockCondition;
  const operand = (name: string) => {
    const found = item?.operands.find((each) => each.name === name);
    if (!found) throw new Error(`no operand is called ${name}`);
    return found;
  };

  it("stands alone where the other side still fits it", () => {
    expect(compareInstead(second, operand("revenue"))).toEqual([
      { span: second.comparison?.left.span, text: "revenue" },
    ]);
  });

  it("comes with a side of its own kind where it does not", () => {
    expect(compareInstead(second, operand("clicks"))).toEqual([{ span: second.span, text: "clicks > 10" }]);
  });
});

it("puts a condition with its actions, and begins anew with the next condition", () => {
  const of = (kind: Block["kind"]) => ({ kind }) as Block;
  const kinds = ["scope", "when", "action", "action", "otherwise", "action", "limit"] as const;
  expect(sectionsOf(kinds.map(of)).map(({ kind, blocks }) => [kind, blocks.length])).toEqual([
    ["scope", 1],
    ["branch", 3],
    ["branch", 2],
    ["safety", 1],
  ]);
});
