import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { rules } from "#mock/catalogue";
import { renderApp } from "./render";

/** The application over a desk on which Stop loss calls a script. */
function open(address: string, role: "manager" | "marketer") {
  const { desk, ...opened } = renderApp(address, { role });
  const kept = desk.rules.kept(rules.stopLoss.id);
  if (!kept) throw new Error("the desk has no Stop loss");
  kept.rule = { ...kept.rule, is_analysable: false };
  return { ...opened, desk };
}

describe("a rule that calls a script", () => {
  it("is marked in the list, and the mark says what follows from it", async () => {
    const { user } = open("/rules", "marketer");
    const row = (await screen.findByRole("link", { name: "Stop loss" })).closest("tr");
    const [mark, ...others] = screen.getAllByRole("button", { name: "Not analysable" });
    expect(others).toHaveLength(0);
    expect(row).toContainElement(mark ?? null);
    await user.click(mark as HTMLElement);
    const page = await screen.findByRole("dialog", { name: "Not analysable" });
    expect(page).toHaveTextContent("Whatever it wants waits for a manager");
    expect(within(page).getByRole("link", { name: /^Scripts in the settings/ })).toHaveAttribute(
      "href",
      "/people?show=organisation",
    );
  });

  it("is marked where a manager decides on what it wanted, by the text that decided", async () => {
    const { desk, queries } = open("/approvals", "manager");
    const card = await screen.findByRole("article", { name: "Change and decision" });
    // Its current text calls a script; the one that proposed this did not.
    await within(card).findByRole("heading", { name: "Why" });
    expect(within(card).queryByRole("button", { name: "Not analysable" })).toBeNull();
    for (const decision of desk.changes.decisions.values()) decision.rule.is_analysable = false;
    await queries.invalidateQueries({ queryKey: ["decisions"] });
    expect(await within(card).findByRole("button", { name: "Not analysable" })).toBeVisible();
  });
});
