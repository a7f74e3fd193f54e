// The admin connects an account end to end, through the platform's own consent page: declined at first, then allowed.
import assert from "node:assert/strict";
import { open, signIn } from "../desk.mjs";

/** Declines or allows at the platform; the simulated desk has no such page and is told by the address. */
async function decide(page, desk, verdict) {
  const leave = page.getByRole("link", { name: "Sign in at Google Ads" });
  await leave.waitFor();
  if (desk.simulated) {
    const outcome = verdict === "Allow" ? "allow" : "refused";
    await page.goto(`${new URL(await leave.getAttribute("href"), desk.url)}&outcome=${outcome}`);
    return;
  }
  await leave.click();
  await page.getByRole("heading", { name: /Sign in to Google Ads/ }).waitFor();
  await page.getByRole("button", { name: verdict, exact: true }).click();
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

  // Declined: what happened, and the button that begins it again.
  await decide(page, desk, "Cancel");
  const refused = page.getByRole("alert");
  await refused.getByText(/What to do/).waitFor();
  await look("connect-refused", shoot);
  await page.getByRole("button", { name: "Sign in again", exact: true }).click();

  if (desk.simulated) {
    // A permission that was not ticked: which was given, and which was not.
    const leave = page.getByRole("link", { name: "Sign in at Google Ads" });
    await leave.waitFor();
    await page.goto(`${new URL(await leave.getAttribute("href"), desk.url)}&outcome=missing_scope`);
    await page.getByRole("list", { name: "What was asked for" }).getByText("Not granted").waitFor();
    await look("connect-missing-scope", shoot);
    await page.getByRole("button", { name: "Sign in again and allow all of it" }).click();
  }

  await decide(page, desk, "Allow");
  await page.getByRole("heading", { name: "Choose the accounts to connect" }).waitFor();
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
