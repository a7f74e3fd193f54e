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

async function signIn(page, { email, password }) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Approvals" }).waitFor();
}

const waiting = (page) => page.getByRole("list", { name: "Waiting changes" }).getByRole("listitem");

/** How a decided change can end; the server checks it once more before it sends it, and may find it out of date. */
const ends = ["Applied", "Out of date", "Blocked", "Replaced"];
/** Changes that are approved before the walk gives up on seeing one applied. */
const TRIES = 5;

/** Approves the change on the page by keyboard, and follows it to its end. */
async function approveByKeyboard(page, id, phone) {
  await page.keyboard.press("a");
  if (phone) await page.getByRole("button", { name: "Back to the list" }).click();
  const decided = page.getByRole("region", { name: "Just decided" }).locator(`[data-action="${id}"]`);
  await decided.waitFor();
  const still = await page
    .getByRole("list", { name: "Waiting changes" })
    .locator(`[data-action="${id}"]`)
    .count();
  assert.equal(still, 0, "an approved change still waits");
  return {
    decided,
    end: async () => {
      const found = decided.getByText(new RegExp(`^(${ends.join("|")})$`));
      await found.waitFor({ timeout: 60_000 });
      return found.textContent();
    },
  };
}

/** Sign in, read the first change and its decision, approve by keyboard, and see the platform confirm it. */
export async function managersWalk(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await page.getByRole("heading", { name: "Sign in to your desk" }).waitFor();
  await look("sign-in", shoot);
  await signIn(page, desk.manager);

  await waiting(page).first().waitFor();
  await look("inbox", shoot);
  const phone = size === "phone";
  const panel = page.getByRole("article", { name: "Change and decision" });
  const openFirst = async () => {
    const first = waiting(page).first();
    const id = await first.getAttribute("data-action");
    await first.getByRole("link").click();
    await panel.getByRole("heading", { name: "History" }).waitFor();
    await panel.getByRole("heading", { name: "Why" }).waitFor();
    // Longer than the page waits before a key may decide on what has just come up.
    await page.waitForTimeout(500);
    return id;
  };

  let id = await openFirst();
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

  let attempt = await approveByKeyboard(page, id, phone);
  await look("approved", shoot);
  let end = await attempt.end();
  for (let tries = 1; end !== "Applied" && tries < TRIES; tries += 1) {
    id = await openFirst();
    attempt = await approveByKeyboard(page, id, phone);
    end = await attempt.end();
  }
  assert.equal(
    end,
    "Applied",
    `none of ${TRIES} approved changes was applied; the last one ended as: ${end}`,
  );
  await look("applied", shoot);

  await attempt.decided.getByRole("link").click();
  await panel.getByText("Applied", { exact: true }).first().waitFor();
  await panel.getByRole("button", { name: "Undo" }).waitFor();
  assert.match(await panel.textContent(), /Approved/, "the history does not name the approval");
  await panel.getByText("What was said to the platform").click();
  await panel.getByText(/^Call 1:/).click();
  await panel.getByText("Request", { exact: true }).first().waitFor();
  await look("applied-change", shoot);
}

/** Every page with its data, and the overlays, each looked at by axe. */
export async function tour(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.admin);

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
    await page.getByRole("table", { name: title }).first().waitFor();
    await look(address, shoot);
  }
  // Only roles that supervise see the actors; the demo's manager does not.
  if (
    (await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Actors" }).count()) > 0
  ) {
    await page.goto(`${desk.url}/actors`);
    await page.getByRole("region", { name: "Supervision tree" }).waitFor();
    await look("actors", shoot);
  }

  await page.goto(`${desk.url}/rules`);
  await page.getByRole("table", { name: "Rules" }).getByRole("link").first().click();
  await page.getByRole("region", { name: "Text", exact: true }).getByRole("textbox").waitFor();
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
