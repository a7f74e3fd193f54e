// Why, and why not: from a decision to its campaign, to what every rule says about it now, to what is held.
import assert from "node:assert/strict";
import { open, signIn } from "../desk.mjs";

async function whyWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.manager);
  await page.goto(`${desk.url}/decisions`);
  const decisions = page.getByRole("list", { name: "Decisions" }).getByRole("listitem");
  await decisions.first().waitFor();
  await look("decisions", shoot);
  await page.getByRole("combobox", { name: "Outcome" }).click();
  await page.getByRole("option", { name: "Fired", exact: true }).click();
  await page.waitForURL(/outcome=fired/);
  await decisions.first().getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "Decision" }).waitFor();
  const why = page.getByRole("region", { name: "Why" }).first();
  await why.getByText("Data it looked at").waitFor();
  assert.match(await why.textContent(), /pass/, "a decision that fired shows no condition that passed");
  await look("decision", shoot);

  await page.locator('a[href^="/campaigns/"]').first().click();
  await page.waitForURL(/\/campaigns\//);
  const words = page.getByRole("region", { name: "What your rules say now" });
  await words.locator("summary").first().waitFor();
  await page.getByRole("figure").locator("svg").first().waitFor();
  await look("campaign", shoot);

  // Every rule explains itself with the values it saw.
  const verdict = words.locator("details").first();
  await verdict.locator("> summary").click();
  await verdict.getByRole("link", { name: "Show the rule" }).waitFor();
  await look("campaign-verdict", shoot);

  await page.getByRole("region", { name: "Held by rules" }).waitFor();
  await page.getByRole("region", { name: "History" }).getByRole("listitem").first().waitFor();
  await page
    .getByRole("navigation", { name: "What to show" })
    .getByRole("link", { name: "Decisions" })
    .click();
  await page.waitForURL(/about=decisions/);
  await page.getByRole("list", { name: "Decisions" }).waitFor();

  // The chart's numbers as a table, in the address another metric.
  await page.getByRole("button", { name: "View as table" }).click();
  await page.getByRole("table", { name: /Spend and Conversions/ }).waitFor();
  await look("campaign-table", shoot);
}

/** A person's own change: seen in full before it is asked for. */
async function proposeWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.manager);
  await page.goto(`${desk.url}/campaigns?status=active`);
  await page.getByRole("table", { name: "Campaigns" }).getByRole("link").first().click();
  await page.waitForURL(/\/campaigns\/.+/);
  await page.getByRole("button", { name: "Change budget" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the daily budget" });
  const field = dialog.getByRole("textbox", { name: /New daily budget/ });
  await field.fill("123");
  await dialog.getByText(/more spend|less spend/).waitFor();
  await look("propose", shoot);
  await dialog.getByRole("button", { name: "Change budget" }).click();
  await dialog.getByText("Write a short reason").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
}

export const walks = { "why and why not": whyWalk, "a person's own change": proposeWalk };
