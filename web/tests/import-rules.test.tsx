import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { renderApp } from "./render";

beforeEach(() => sessionStorage.clear());

const file = JSON.stringify({
  data: [
    {
      id: "1",
      name: "Dear campaigns",
      evaluation_spec: { filters: [{ field: "spent", value: 10_000, operator: "GREATER_THAN" }] },
    },
    {
      id: "2",
      name: "Chosen ones",
      evaluation_spec: { filters: [{ field: "id", value: [101, 102], operator: "IN" }] },
    },
  ],
});

async function form() {
  const app = renderApp("/rules/library", { role: "marketer" });
  await app.user.click(await screen.findByRole("link", { name: "Import from Meta or TikTok" }));
  await screen.findByRole("heading", { name: "Import rules" });
  return app;
}

describe("importing rules", () => {
  it("says of each rule what was carried and what is missing, and opens it as a draft", async () => {
    const { user, router } = await form();
    const write = screen.getByRole("button", { name: "Write them anew" });
    expect(write).toBeDisabled();
    await user.click(screen.getByRole("textbox", { name: "The export, as JSON" }));
    await user.paste(file);
    await user.type(screen.getByRole("textbox", { name: "Currency of the account" }), "usd");
    await user.click(write);
    expect(await screen.findByRole("heading", { name: "2 rules: 1 carried whole, 1 not" })).toBeVisible();
    const whole = screen.getByRole("article", { name: "Dear campaigns" });
    expect(whole).toHaveTextContent("Carried whole");
    const lost = screen.getByRole("article", { name: "Chosen ones" });
    expect(lost).toHaveTextContent("Not carried");
    expect(within(lost).getByRole("list", { name: "1 part is missing" })).toHaveTextContent(
      "Rules here name objects by name, label or state",
    );
    await user.click(within(whole).getByRole("button", { name: "Open in the editor" }));
    expect(router.state.location.pathname).toBe("/rules/new");
    expect(sessionStorage.getItem("adjutant-rule-draft:new")).toContain("Dear campaigns");
  });

  it("reads a file, and says what is wrong with one that is no export", async () => {
    const { user } = await form();
    const chosen = document.querySelector<HTMLInputElement>("input[type=file]");
    if (chosen === null) throw new Error("there is no way to choose a file");
    await user.upload(chosen, new File(["nothing of that kind"], "rules.json", { type: "application/json" }));
    const write = screen.getByRole("button", { name: "Write them anew" });
    await waitFor(() => expect(write).toBeEnabled());
    await user.click(write);
    expect(await screen.findByRole("alert")).toHaveTextContent("The file is not JSON");
  });

  it("is not offered to somebody who may only read", async () => {
    renderApp("/rules/library", { role: "manager" });
    await screen.findByRole("heading", { name: "Rule library" });
    expect(screen.queryByRole("link", { name: "Import from Meta or TikTok" })).not.toBeInTheDocument();
  });
});
