// What a text would have done: a marketer runs a library rule over the past, reads the firings, and compares two versions.
import assert from "node:assert/strict";
import { callApi, open, saveRule, saveVersion, signIn } from "../desk.mjs";

/** The server answers within half a minute. */
const LONGEST = { timeout: 45_000 };

async function backtestWalk(walk) {
  const { desk, shoot, name: walkName } = walk;
  const { page, look } = await open(walk);
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, desk.marketer);

  // A library rule, not saved yet.
  await page.goto(`${desk.url}/rules/library`);
  await page
    .getByRole("link", { name: /^Stop loss/ })
    .first()
    .click();
  const entry = page.getByRole("article", { name: "Stop loss" });
  await entry
    .getByLabel("Name of your rule")
    .fill(`Stop loss on trial, ${walkName.split(", ").slice(1).join(" ")}`);
  await entry.getByRole("button", { name: "Open in the editor" }).click();
  await page.getByRole("textbox", { name: /^Text of/ }).waitFor();

  await page.getByRole("tab", { name: "Backtest" }).click();
  const panel = page.getByRole("tabpanel", { name: "Backtest" });
  await look("backtest-before", shoot);
  await panel.getByText("90 days", { exact: true }).click();
  await panel.getByRole("button", { name: "Run backtest" }).click();
  const chart = panel.getByRole("figure").first();
  await chart.locator("svg").first().waitFor(LONGEST);
  await panel.getByText(/^90 days until .* · This text alone · All accounts$/).waitFor();
  const figure = panel.getByRole("term").filter({ hasText: "Would have acted" }).locator("xpath=..");
  assert.match(
    await figure.textContent(),
    /\d+on \d+ campaigns/,
    "the figures say how often it would have acted",
  );
  await chart.getByText("Simulation", { exact: true }).waitFor();
  await chart.getByText("From here on the account", { exact: false }).first().waitFor();
  await chart.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await look("backtest", shoot);

  // The list by time, narrowed to what was stopped and back.
  const list = panel.getByRole("region", { name: "One by one" });
  const rows = list.getByRole("listitem");
  const all = await rows.count();
  assert.ok(all > 0, "no firing is listed");
  await list.getByText(/^Stopped \d/).click();
  await list.getByText("Would have acted").first().waitFor({ state: "hidden" });
  await list.getByText(/^Acted \d/).click();
  await list.getByText("Would have acted").first().waitFor();
  await list.evaluate((element) => element.scrollIntoView({ block: "start" }));
  await look("backtest-list", shoot);

  // The same numbers as a table, by keyboard.
  await chart.getByRole("button", { name: "View as table" }).focus();
  await page.keyboard.press("Enter");
  await chart.getByRole("table").getByText("From here on the account", { exact: false }).waitFor();

  // With the enabled rules beside it, the two that want the same thing meet.
  await panel.getByText("With all enabled rules", { exact: true }).click();
  await panel.getByText("7 days", { exact: true }).click();
  await panel.getByRole("button", { name: "Run backtest" }).click();
  await panel.getByText(/^7 days until .* · With all enabled rules/).waitFor(LONGEST);
  await look("backtest-with-enabled", shoot);

  // The text moves on: the page says that the answer belongs to an earlier one.
  await page.getByRole("textbox", { name: /^Text of/ }).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("# Checked on the past");
  await panel.getByText("The text has changed since this run").waitFor();
  await look("backtest-moved", shoot);
}

/** Two versions of one rule on the same past. */
async function compareWalk(walk) {
  const { desk, shoot, name: walkName } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.marketer);
  // Saved over the API, from the page: how versions come about is the marketer's walk.
  const name = `Stop loss twice, ${walkName.split(", ").slice(1).join(" ")}`;
  const { body: library } = await callApi(page, "GET", "/library");
  const { text } = library.data.find((entry) => entry.name === "Stop loss");
  // Its tests name it too.
  const first = text.replaceAll(`"Stop loss"`, `"${name}"`);
  const second = first.replace("max_cpa: money = $45", "max_cpa: money = $60");
  assert.notEqual(second, first, "the library's rule has another limit: the versions would be the same");
  const { id } = await saveVersion(page, await saveRule(page, first), second, "A calmer limit");

  await page.goto(`${desk.url}/rules/${id}`);
  await page.getByRole("button", { name: "History" }).click();
  const drawer = page.getByRole("dialog", { name: "History of this rule" });
  const part = drawer.getByRole("region", { name: "What it would have done differently" });
  await part.getByRole("button", { name: "Compare on the past" }).click();
  await part.getByText(/act alike on \d+/).waitFor(LONGEST);
  await part
    .getByRole("region", { name: /^(Gained|Lost|Changed)/ })
    .first()
    .waitFor();
  await part.evaluate((element) => element.scrollIntoView({ block: "start" }));
  await look("backtest-compare", shoot);
}

export const walks = { "a backtest": backtestWalk, "two versions on the past": compareWalk };
