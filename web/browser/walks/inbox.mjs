// A manager's inbox: read, decide by keyboard, decide several together, take one back.
import assert from "node:assert/strict";
import { open, openFirst, panel, settle, signIn, waiting } from "../desk.mjs";

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
async function managersWalk(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await page.getByRole("heading", { name: "Sign in to your desk" }).waitFor();
  await look("sign-in", shoot);
  await signIn(page, desk.manager);

  await waiting(page).first().waitFor();
  await look("inbox", shoot);
  const phone = size === "phone";
  let id = await openFirst(page);
  await look("change", shoot);

  // Enter opens the decision; the way back leads to where one was.
  if (!phone) {
    await page.locator(`[data-action="${id}"] [data-card]`).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/decisions\//);
    await panel(page).getByRole("heading", { name: "History" }).waitFor();
    await look("decision", shoot);
    await page.getByRole("button", { name: "Back" }).click();
    await panel(page).getByRole("heading", { name: "History" }).waitFor();
  }

  let attempt = await approveByKeyboard(page, id, phone);
  await look("approved", shoot);
  let end = await attempt.end();
  for (let tries = 1; end !== "Applied" && tries < TRIES; tries += 1) {
    id = await openFirst(page);
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
  await panel(page).getByText("Applied", { exact: true }).first().waitFor();
  await panel(page).getByRole("button", { name: "Undo" }).waitFor();
  assert.match(await panel(page).textContent(), /Approved/, "the history does not name the approval");
  await panel(page).getByText("What was said to the platform").click();
  await panel(page)
    .getByText(/^Call 1:/)
    .click();
  await panel(page).getByText("Request", { exact: true }).first().waitFor();
  await look("applied-change", shoot);
}

/** Several at once by keyboard alone, with the total asked about, and what became of each. */
async function bulkWalk(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.manager);
  await page.goto(`${desk.url}/approvals?sort=-per_day_change`);
  await waiting(page).nth(1).waitFor({ timeout: 60_000 });

  if (size === "phone") {
    // Without keys: the boxes.
    for (const at of [0, 1]) await waiting(page).nth(at).getByRole("checkbox").check();
  } else {
    await panel(page).getByRole("heading", { name: "History" }).waitFor();
    await settle(page);
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+J");
  }
  const bar = page.getByRole("region", { name: "Selected changes" });
  await bar.getByText("2 selected").waitFor();
  await look("bulk-selected", shoot);
  if (size === "phone") await bar.getByRole("button", { name: /^Approve 2/ }).click();
  else await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Approve 2 changes?" });
  await dialog.waitFor();
  await look("bulk-question", shoot);
  const looked = dialog.getByRole("checkbox", { name: "I have looked at the total" });
  if ((await looked.count()) > 0) await looked.check();
  await dialog.getByRole("button", { name: "Yes, approve 2" }).press("Enter");
  const outcome = page.getByRole("region", { name: "What became of it" });
  await outcome.waitFor();
  assert.match(
    await outcome.textContent(),
    /\d approved\./,
    "the outcome does not say how many were approved",
  );
  await look("bulk-outcome", shoot);
}

/** What was applied is taken back: what that would change is shown first, and nothing is sent without an approval. */
async function undoWalk(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.manager);
  await page.goto(`${desk.url}/approvals?tab=applied`);
  const applied = page.getByRole("list", { name: "Applied changes" }).getByRole("listitem");
  await applied.first().waitFor();
  const undo = panel(page).getByRole("button", { name: "Undo" });
  // The latest change of an entity can be undone; an earlier one says why not.
  const count = await applied.count();
  for (let at = 0; at < count && (await undo.count()) === 0; at += 1) {
    await applied.nth(at).getByRole("link").click();
    await panel(page).getByRole("heading", { name: "History" }).waitFor();
    if ((await undo.count()) === 0 && size === "phone") {
      await page.getByRole("button", { name: "Back to the list" }).click();
    }
  }
  await undo.waitFor();
  await settle(page);
  if (size === "phone") await undo.click();
  else await page.keyboard.press("u");
  const form = page.getByRole("region", { name: "Undo this change?" });
  await form.getByText(/This proposes the way back|This cannot be undone/).waitFor();
  await look("undo-preview", shoot);
  await form.getByRole("button", { name: "Cancel" }).click();
  await form.waitFor({ state: "hidden" });
}

/** The lists narrowed and ordered, as addresses. */
async function filterWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.manager);
  await waiting(page).first().waitFor();
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("dialog", { name: "Filter" }).waitFor();
  await look("inbox-filter", shoot);
  await page.getByRole("combobox", { name: "Kind of change" }).click();
  await page.getByRole("option", { name: "Pause" }).click();
  await page.waitForURL(/kind=pause/);
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search changes" }).fill("no such campaign anywhere");
  await page.getByText("No change matches this filter").waitFor();
  await look("inbox-no-match", shoot);
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await waiting(page).first().waitFor();
}

export const walks = {
  "manager's walk": managersWalk,
  "several at once": bulkWalk,
  "taking back": undoWalk,
  "narrowing the inbox": filterWalk,
};
