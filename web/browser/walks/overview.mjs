// The overview: money and results, the range and its comparison in the address, live.
import assert from "node:assert/strict";
import { open, signIn } from "../desk.mjs";

async function overviewWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.admin);
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  const chart = page.getByRole("figure", { name: /Spend a day/ });
  await chart.locator("svg").first().waitFor();
  await page.getByRole("table", { name: "Spend today" }).waitFor();
  await look("overview", shoot);

  // The range and the comparison are in the address, and come back from it.
  await page.getByRole("button", { name: /^Days:/ }).click();
  await page.getByRole("button", { name: "Last 7 days" }).waitFor();
  await page
    .getByRole("button", { name: /^Next month|^Month before/ })
    .first()
    .waitFor();
  await look("overview-range", shoot);
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await page.waitForURL(/range=7d/);
  await page.getByRole("button", { name: /^Days: Last 7 days/ }).click();
  await page.getByRole("switch", { name: "Compare with the days before" }).click();
  await page.waitForURL(/compare=none/);
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByRole("button", { name: /^Days: Last 7 days/ }).waitFor();
  await chart.waitFor();
  assert.equal(await chart.getByText("days before").count(), 0, "the comparison is drawn although it is off");

  // The same numbers as a table.
  await chart.getByRole("button", { name: "View as table" }).click();
  const rows = chart.getByRole("table").getByRole("row");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 8, "seven days and a head");
  await look("overview-table", shoot);

  // A number leads to its list.
  await page.getByRole("link", { name: "Open the inbox" }).click();
  await page.getByRole("heading", { level: 1, name: "Approvals" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
}

/** A decision taken elsewhere changes the numbers here, by itself. */
async function liveWalk(walk) {
  const { desk, context } = walk;
  const { page } = await open(walk);
  await signIn(page, desk.admin);
  const count = page.getByRole("region", { name: "Waiting for approval" }).locator("b").first();
  await count.waitFor();
  const before = await count.textContent();
  const answer = await context.request.get(`${desk.url}/api/v1/actions?state=awaiting_approval&limit=1`);
  const [action] = (await answer.json()).data;
  const rejected = await context.request.post(`${desk.url}/api/v1/actions/${action.id}/reject`, {
    data: { reason: "a walk looks whether the overview follows" },
    headers: { "If-Match": `"v${action.version}"`, Origin: desk.url },
  });
  assert.equal(rejected.status(), 200, await rejected.text());
  // Hints come within a second or two; the page follows without being touched.
  for (let tries = 0; tries < 80 && (await count.textContent()) === before; tries += 1) {
    await page.waitForTimeout(250);
  }
  assert.notEqual(await count.textContent(), before, "the overview did not follow what happened elsewhere");
}

export const walks = { "the overview": overviewWalk, "the overview is live": liveWalk };
