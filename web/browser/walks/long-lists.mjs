// More than a person can look at: long lists stay light, and names that nobody invited break no page.
import assert from "node:assert/strict";
import { open, signIn, waiting } from "../desk.mjs";

/** Rows that may exist at once, however long the list is: a window's worth and a margin. */
const MOST_ROWS = 90;

async function campaignsWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.admin);
  await page.goto(`${desk.url}/campaigns?sort=name`);
  const table = page.getByRole("table", { name: "Campaigns" });
  await table.getByRole("link").first().waitFor();
  await look("campaigns", shoot);
  const first = await table.getByRole("link").first().textContent();
  for (let turn = 0; turn < 12; turn += 1) {
    await page.evaluate(() => document.getElementById("content")?.scrollBy(0, 4_000));
    await page.waitForTimeout(120);
    const rows = await table.locator("tbody tr[data-index]").count();
    assert.ok(rows <= MOST_ROWS, `${rows} rows exist at once`);
  }
  await page.evaluate(() => document.getElementById("content")?.scrollTo(0, 0));
  await table.getByText(first, { exact: true }).first().waitFor();
  const url = page.url();
  if (walk.size === "desk") {
    await table.getByRole("button", { name: "Daily budget" }).click();
    await page.waitForURL(/sort=-budget/);
    assert.notEqual(page.url(), url);
  }
}

/** Every page that shows the name of a campaign; markup in it is text, and nothing scrolls sideways. */
async function namesWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.manager);
  const answer = await walk.context.request.get(`${desk.url}/api/v1/campaigns?limit=500`);
  const campaigns = (await answer.json()).data;
  // The longest, the one with markup and the one written from right to left, as far as this desk has them.
  const picked = [
    campaigns.reduce((longest, each) => (each.name.length > longest.name.length ? each : longest)),
    campaigns.find(({ name }) => /<[a-z]/i.test(name)),
    campaigns.find(({ name }) => /[\u0590-\u06ff\u202e]/.test(name)),
  ].filter(Boolean);
  for (const [at, { id, name }] of picked.entries()) {
    await page.goto(`${desk.url}/campaigns/${id}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("figure").locator("svg").first().waitFor();
    assert.ok((await page.locator("h1 bdi").textContent()).includes(name.slice(0, 20)));
    await look(`name-${at}`, shoot);
    await page.goto(`${desk.url}/campaigns?q=${encodeURIComponent(name.slice(0, 12))}`);
    await page.getByRole("table", { name: "Campaigns" }).getByRole("link").first().waitFor();
    await look(`name-list-${at}`);
  }
  assert.equal(await page.locator("main img, main b b").count(), 0, "a name became markup");
}

/** Hundreds of waiting changes: those near the window exist, and the keys reach the others. */
async function manyWaitingWalk(walk) {
  const { desk, size } = walk;
  if (size === "phone") return;
  const { page } = await open(walk);
  await signIn(page, desk.manager);
  await waiting(page).first().waitFor();
  const first = page.locator('li[data-current][aria-posinset="1"]');
  await first.waitFor();
  const all = Number(await first.getAttribute("aria-setsize"));
  assert.ok(all >= 10, `only ${all} changes wait`);
  const steps = Math.min(40, all - 3);
  for (let at = 0; at < steps; at += 1) await page.keyboard.press("j");
  // Every press is a step, however quickly they come.
  await page.locator(`li[data-current][aria-posinset="${steps + 1}"] [data-card]`).waitFor();
  const rows = await waiting(page).count();
  assert.ok(rows <= MOST_ROWS, `${rows} cards exist at once`);
}

export const walks = {
  "a thousand campaigns": campaignsWalk,
  "names that nobody invited": namesWalk,
  "hundreds of waiting changes": manyWaitingWalk,
};
