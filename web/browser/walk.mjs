import assert from "node:assert/strict";
import { fits, guard, inspect } from "./gates.mjs";

async function open({ context, desk, findings, name }) {
  const page = await context.newPage();
  let where = "start";
  await guard(page, findings, () => `${name}, at ${where}`);
  const look = async (label, shoot) => {
    where = label;
    await inspect(page, findings, `${name}, at ${label}`);
    await fits(page, findings, `${name}, at ${label}`);
    if (shoot) await shoot(page, label);
  };
  await page.goto(`${desk.url}/`);
  return { page, look };
}

async function signIn(page, desk) {
  await page.getByLabel("E-mail address").fill(desk.email);
  await page.getByLabel("Password", { exact: true }).fill(desk.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Approvals" }).waitFor();
}

const waiting = (page) => page.getByRole("list", { name: "Waiting changes" }).getByRole("listitem");

/** Sign in, read the first change and its decision, approve it by keyboard, and see the platform confirm it. */
export async function managersWalk(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await page.getByRole("heading", { name: "Sign in to your desk" }).waitFor();
  await look("sign-in", shoot);
  await signIn(page, desk);

  await waiting(page).first().waitFor();
  await look("inbox", shoot);
  const phone = size === "phone";
  const first = waiting(page).first();
  const id = await first.getAttribute("data-action");
  const before = await waiting(page).count();
  if (phone) await first.getByRole("link").click();

  const panel = page.getByRole("article", { name: "Change and decision" });
  await panel.getByRole("heading", { name: "History" }).waitFor();
  await panel.getByRole("heading", { name: "Why" }).waitFor();
  await look("change", shoot);

  // Enter opens the decision; the way back leads to where one was.
  if (!phone) {
    await page.locator(`[data-action="${id}"] [data-card]`).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/decisions\//);
    await panel.getByRole("heading", { name: "History" }).waitFor();
    await look("decision", shoot);
    await page.getByRole("button", { name: "Back" }).click();
    await panel.getByRole("heading", { name: "History" }).waitFor();
  }

  await page.keyboard.press("a");
  if (phone) await page.getByRole("button", { name: "Back to the list" }).click();
  const decided = page.getByRole("region", { name: "Just decided" }).locator(`[data-action="${id}"]`);
  await decided.waitFor();
  assert.equal(
    await waiting(page).locator(`xpath=self::*[@data-action="${id}"]`).count(),
    0,
    "an approved change still waits",
  );
  assert.ok((await waiting(page).count()) >= before - 1, "more than one change left the list");
  await look("approved", shoot);
  await decided.getByText("Applied", { exact: true }).waitFor({ timeout: 60_000 });
  await look("applied", shoot);

  await decided.getByRole("link").click();
  await panel.getByText("Applied", { exact: true }).first().waitFor();
  await panel.getByRole("button", { name: "Undo" }).waitFor();
  await look("applied-change", shoot);
  assert.match(await panel.textContent(), /Approved/, "the history does not name the approval");
}

/** Every page with its data, and the overlays, each looked at by axe. */
export async function tour(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk);

  for (const [tab, label] of [
    ["in_flight", "in-flight"],
    ["applied", "applied-list"],
    ["ended", "ended"],
  ]) {
    await page.goto(`${desk.url}/approvals?tab=${tab}`);
    await page.getByRole("heading", { name: "Approvals" }).waitFor();
    await page
      .getByRole("region", { name: /changes|Changes/ })
      .first()
      .waitFor();
    await page.waitForTimeout(600);
    await look(label, shoot);
  }
  for (const [address, title] of [
    ["rules", "Rules"],
    ["campaigns", "Campaigns"],
    ["accounts", "Accounts"],
  ]) {
    await page.goto(`${desk.url}/${address}`);
    await page.getByRole("table", { name: title }).waitFor();
    await look(address, shoot);
  }
  await page.goto(`${desk.url}/actors`);
  await page.getByRole("region", { name: "Supervision tree" }).waitFor();
  await look("actors", shoot);

  await page.goto(`${desk.url}/rules`);
  await page.getByRole("table", { name: "Rules" }).getByRole("link").first().click();
  await page.getByRole("dialog").getByRole("region", { name: "Text" }).waitFor();
  await look("rule", shoot);

  await page.goto(`${desk.url}/nowhere`);
  await page.getByText("There is nothing at this address").waitFor();
  await look("not-found");

  await page.goto(`${desk.url}/approvals`);
  await waiting(page).first().waitFor();
  await page.getByRole("button", { name: "Your account and settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await look("account-menu", shoot);
  await page.keyboard.press("Escape");
  if (size === "phone") return;

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await look("keys", shoot);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor({ state: "hidden" });

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor();
  await look("palette", shoot);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor({ state: "hidden" });

  if ((await waiting(page).count()) >= 3) {
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+J");
    await page.keyboard.press("Shift+J");
    await page.getByRole("region", { name: "Selected changes" }).waitFor();
    await page.keyboard.press("a");
    await page.getByRole("dialog", { name: /Approve \d+ changes/ }).waitFor();
    await look("bulk", shoot);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("Escape");
  }

  await page.keyboard.press("r");
  await page.getByLabel("Why not?").waitFor();
  await look("reject", shoot);
  await page.keyboard.press("Escape");
}
