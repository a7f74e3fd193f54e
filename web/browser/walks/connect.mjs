// The admin connects an account end to end, through the platform's own consent page: declined at first, then allowed.
import assert from "node:assert/strict";
import { open, signIn } from "../desk.mjs";

/** What a person decides on the platform's page: the button, and whether the permission's box stays ticked. */
const cancel = { button: "Cancel", outcome: "refused" };
const allowNothing = { button: "Allow", outcome: "missing_scope", clear: true };
const allow = { button: "Allow", outcome: "allow" };

/** Decides at the platform; the simulated desk has no such page and is told by the address. */
async function decide(page, desk, decision) {
  const leave = page.getByRole("link", { name: "Sign in at Google Ads" });
  await leave.waitFor();
  if (desk.simulated) {
    await page.goto(`${new URL(await leave.getAttribute("href"), desk.url)}&outcome=${decision.outcome}`);
    return;
  }
  await leave.click();
  await page.getByRole("heading", { name: /Sign in to Google Ads/ }).waitFor();
  const box = page.getByRole("checkbox", { name: /Google Ads accounts and data/ });
  assert.ok(await box.isChecked(), "the permission's box is ticked at first");
  if (decision.clear) await box.uncheck();
  await page.getByRole("button", { name: decision.button, exact: true }).click();
}

/** An account of the list that cannot be chosen: its row names the state and says why. */
async function cannotChoose(page, state, why) {
  const row = page
    .getByRole("listitem")
    .filter({ has: page.getByText(state, { exact: true }) })
    .first();
  await row.getByText(why).waitFor();
  assert.equal(await row.getByRole("checkbox").count(), 0, `an account that is "${state}" can be chosen`);
  return row;
}

async function connectWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.admin);
  await page.goto(`${desk.url}/accounts`);
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
  await page.getByRole("button", { name: "Connect accounts" }).click();
  await page.getByRole("button", { name: "Go on" }).waitFor();
  await look("connect-platform", shoot);
  await page.getByRole("radio", { name: /Google Ads/ }).check();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("link", { name: "Sign in at Google Ads" }).waitFor();
  await look("connect-sign-in", shoot);

  // Declined: what happened, what to do, and the button that begins it again.
  await decide(page, desk, cancel);
  await page
    .getByRole("alert")
    .getByText(/What to do/)
    .waitFor();
  await look("connect-refused", shoot);
  await page.getByRole("button", { name: "Sign in again", exact: true }).click();

  // The permission's box was left empty: which was given, and which was not.
  await decide(page, desk, allowNothing);
  await page.getByRole("list", { name: "What was asked for" }).getByText("Not granted").waitFor();
  await page
    .getByRole("alert")
    .getByText(/What to do/)
    .waitFor();
  await look("connect-missing-scope", shoot);
  await page.getByRole("button", { name: "Sign in again and allow all of it" }).click();

  await decide(page, desk, allow);
  await page.getByRole("heading", { name: "Choose the accounts to connect" }).waitFor();
  // What is connected leads to its account; what is cancelled at the platform says so.
  const connected = await cannotChoose(page, "Already connected", /connected already/i);
  await connected.getByRole("link", { name: "Show it" }).waitFor();
  await cannotChoose(page, "Closed", /cancelled/);
  await look("connect-choose", shoot);

  // Left and come back: it stands where it stood.
  const address = page.url();
  await page.goto(`${desk.url}/accounts`);
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
  await page.goto(address);
  await page.getByRole("heading", { name: "Choose the accounts to connect" }).waitFor();

  // Each walk takes one account; the last ones may find that the walks before took them all.
  const free = page.locator('input[type="checkbox"][id]');
  if ((await free.count()) === 0) {
    await page.getByText("Nothing is left to connect").waitFor();
    return;
  }
  if (!(await free.first().isChecked())) await free.first().check();
  await page.getByRole("button", { name: "Connect 1 account" }).click();
  // Those that were connected before are read already; the new one stands last.
  await page.getByRole("progressbar").last().waitFor();
  await look("connect-first-sync", shoot);
  await page.getByText("Everything is here").waitFor({ timeout: 90_000 });
  await look("connect-done", shoot);

  await page
    .getByRole("link", { name: /^Open / })
    .last()
    .click();
  await page.getByRole("heading", { level: 2, name: "Access" }).waitFor();
  assert.match(await page.locator("main").textContent(), /Valid/, "the new account's sign-in is not valid");
  await look("account", shoot);
}

export const walks = { "admin connects an account": connectWalk };
