import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderApp } from "./render";

const csv = (text: string) => new File([text], "margins.csv", { type: "text/csv" });

async function upload(user: ReturnType<typeof renderApp>["user"], file: File) {
  const chosen = document.querySelector<HTMLInputElement>('input[type="file"]');
  if (!chosen) throw new Error("nothing to choose a file with");
  await user.upload(chosen, file);
}

describe("tables of the organisation's own", () => {
  it("takes a file whole or not at all, says which lines do not fit, and tells the rules that now find values", async () => {
    const { user, desk } = renderApp("/rules/lookups", { role: "marketer" });
    await user.click(await screen.findByRole("link", { name: "margins" }));
    const rules = await screen.findByRole("table", { name: "Used by" });
    expect(within(rules).getByText("Stale: the rule finds it missing")).toBeVisible();

    await upload(user, csv("key,value\nBrand – US,60%\nSpring sale,0.3\n"));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Nothing was changed: 1 line does not fit");
    expect(within(alert).getByText("Line 3")).toBeVisible();
    const margins = [...desk.lookups.kept.values()].find(({ name }) => name === "margins");
    expect(margins?.rows).toHaveLength(5);

    await upload(user, csv("key,value\nBrand – US,60%\nSpring sale,30%\n"));
    expect(await screen.findByText("Version 4 is in force")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(await screen.findByText("60%")).toBeVisible();
    expect(screen.queryByText("Retargeting 30 days")).toBeNull();
    expect(screen.queryByText("Stale: the rule finds it missing")).toBeNull();

    await user.click(screen.getByRole("combobox", { name: "Rows of version" }));
    await user.click(await screen.findByRole("option", { name: "v3" }));
    expect(await screen.findByText("Retargeting 30 days")).toBeVisible();
  });

  it("names a table, and says when the name is taken", async () => {
    const { user } = renderApp("/rules/lookups", { role: "marketer" });
    await user.click(await screen.findByRole("button", { name: "New lookup" }));
    const dialog = await screen.findByRole("dialog", { name: "New lookup" });
    await user.type(within(dialog).getByLabelText(/^Name/), "margins");
    await user.click(within(dialog).getByRole("button", { name: "Create" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(
      "There is a lookup called margins already",
    );
    await user.clear(within(dialog).getByLabelText(/^Name/));
    await user.type(within(dialog).getByLabelText(/^Name/), "goals");
    await user.click(within(dialog).getByRole("button", { name: "Create" }));
    expect(await screen.findByRole("heading", { level: 1, name: "goals" })).toBeVisible();
    expect(await screen.findByText("No rows")).toBeVisible();
  });

  it("supplies texts, and shows how a rule asks for one", async () => {
    const { user } = renderApp("/rules/lookups", { role: "marketer" });
    await user.click(await screen.findByRole("button", { name: "New lookup" }));
    const dialog = await screen.findByRole("dialog", { name: "New lookup" });
    await user.type(within(dialog).getByLabelText(/^Name/), "tiers");
    await user.click(within(dialog).getByRole("combobox", { name: "Supplies" }));
    await user.click(await screen.findByRole("option", { name: "Texts" }));
    await user.click(within(dialog).getByRole("button", { name: "Create" }));
    expect(await screen.findByRole("heading", { level: 1, name: "tiers" })).toBeVisible();
    expect(document.body).toHaveTextContent('when lookup tiers[this.name] is "…"');

    await upload(user, csv("key,value\nSpring sale,\n"));
    expect(await screen.findByRole("alert")).toHaveTextContent("The text is empty");
    await upload(user, csv("key,value\nSpring sale,Gold\n"));
    expect(await screen.findByText("Version 1 is in force")).toBeVisible();
    expect(await screen.findByText("Gold")).toBeVisible();
  });

  it("is renamed and removed once no rule asks it, and names those that do", async () => {
    const { user, desk } = renderApp("/rules/lookups", { role: "marketer" });
    await user.click(await screen.findByRole("link", { name: "margins" }));
    await user.click(await screen.findByRole("button", { name: "Rename" }));
    const naming = await screen.findByRole("dialog", { name: "Rename margins" });
    const name = within(naming).getByLabelText(/^Name/);
    await user.clear(name);
    await user.type(name, "shares");
    await user.click(within(naming).getByRole("button", { name: "Rename" }));
    const margins = [...desk.lookups.kept.values()].find((kept) => kept.name === "margins");
    for (const rule of margins?.usedBy ?? []) {
      expect(await within(naming).findByRole("alert")).toHaveTextContent(rule.name);
    }
    if (margins) margins.usedBy = [];
    await user.click(within(naming).getByRole("button", { name: "Rename" }));
    expect(await screen.findByRole("heading", { level: 1, name: "shares" })).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Remove" }));
    const removing = await screen.findByRole("dialog", { name: "Remove shares?" });
    await user.click(within(removing).getByRole("button", { name: "Remove" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Lookups" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "shares" })).toBeNull();
    expect(screen.getByRole("link", { name: "agency_fees" })).toBeVisible();
  });

  it("is read by managers, who upload nothing", async () => {
    renderApp("/rules/lookups", { role: "manager" });
    expect(await screen.findByRole("link", { name: "margins" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "New lookup" })).toBeNull();
  });
});
