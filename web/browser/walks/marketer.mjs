// The marketer's walk: a rule from the library through the form into the editor, an error mended, a preview read, a version
// saved and compared, the rule switched on and off. On a desk the middle of it is done without a mouse.
import assert from "node:assert/strict";
import { open, signIn } from "../desk.mjs";

const editor = (page) => page.getByRole("textbox", { name: /^Text of/ });

/** Replaces a word of the text, which stands there as a coloured piece of its own. */
async function replaceWord(page, word, next) {
  // Only the lines near the window are drawn: on a phone one goes down until the word is there.
  const found = editor(page).getByText(word, { exact: true });
  await editor(page).focus();
  await page.keyboard.press("Control+Home");
  for (let line = 0; line < 60 && (await found.count()) === 0; line += 1)
    await page.keyboard.press("ArrowDown");
  await found.first().dblclick();
  await page.keyboard.type(next);
}

/** The preview on the page belongs to the text on the page. */
const previewed = (page) => page.getByText(/Nothing is changed by looking/).waitFor({ timeout: 40_000 });

async function marketersWalk(walk) {
  const { desk, size, shoot, name: walkName } = walk;
  const { page, look } = await open(walk);
  page.on("dialog", (dialog) => void dialog.accept());
  const phone = size === "phone";
  await signIn(page, desk.marketer);

  await page.goto(`${desk.url}/rules`);
  await page.getByRole("table", { name: "Rules" }).waitFor();
  await look("rules", shoot);
  await page.getByRole("link", { name: "New rule" }).click();
  await page.getByRole("heading", { name: "Rule library" }).waitFor();
  await page
    .getByRole("link", { name: /^Stop loss/ })
    .first()
    .waitFor();
  await look("library", shoot);
  await page
    .getByRole("link", { name: /^Stop loss/ })
    .first()
    .click();
  const entry = page.getByRole("article", { name: "Stop loss" });
  // Several walks share a desk, and a rule's name is taken once.
  const name = `Stop loss, ${walkName.split(", ").slice(1).join(" ")}`;
  await entry.getByLabel("Name of your rule").fill(name);
  const amount = entry.getByLabel(/cost per conversion.*USD/);
  await amount.fill("");
  await entry.getByText("Enter a value").waitFor();
  await amount.fill("60");
  await entry.getByText("$60").first().waitFor();
  await look("library-entry", shoot);
  await entry.getByRole("button", { name: "Open in the editor" }).click();

  await editor(page).waitFor();
  await editor(page).getByText("$60", { exact: false }).first().waitFor();
  await previewed(page);
  await look("rule-new", shoot);

  await replaceWord(page, "window", "widnow");
  const findings = page.getByRole("list", { name: "Findings" });
  await findings.getByText(/unknown clause/i).waitFor();
  await page.locator(".cm-lintRange-error").first().waitFor();
  await look("rule-error", shoot);
  // The code's page opens beside the text, and Escape leads back to it.
  await findings.getByRole("button", { name: "What E0103 means" }).first().click();
  await page.getByRole("dialog").getByText("Instead", { exact: true }).waitFor();
  await look("rule-help", shoot);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await findings.getByRole("button", { name: "Write window" }).first().click();
  await page
    .getByText(/unknown clause/i)
    .first()
    .waitFor({ state: "hidden" });

  await previewed(page);
  const row = page
    .locator("aside details")
    .filter({ has: page.locator("bdi") })
    .first();
  await row.locator("summary").click();
  await row
    .getByText(/^(pass|fail|not known)$/)
    .first()
    .waitFor();
  await look("rule-preview", shoot);

  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page
    .getByRole("dialog", { name: "Save as a draft" })
    .getByRole("button", { name: "Save as a draft" })
    .click();
  await page.waitForURL(/\/rules\/[0-9a-f-]{36}$/);
  await page.getByText("Draft", { exact: true }).first().waitFor();

  // A second version, on a desk by keyboard alone.
  await editor(page).waitFor();
  if (phone) {
    await replaceWord(page, "24h", "36h");
    await page.getByRole("button", { name: "Save", exact: true }).click();
  } else {
    await page.locator("main").focus();
    for (
      let tabs = 0;
      tabs < 20 && !(await editor(page).evaluate((box) => box === document.activeElement));
      tabs += 1
    ) {
      await page.keyboard.press("Tab");
    }
    assert.ok(
      await editor(page).evaluate((box) => box === document.activeElement),
      "Tab does not reach the editor",
    );
    await page.keyboard.press("Control+End");
    await page.keyboard.type("# Checked with the team");
    await page.getByText("Unsaved changes").waitFor();
    await page.keyboard.press("Tab");
    const left = await page.evaluate(() => document.activeElement?.closest(".cm-editor") === null);
    assert.ok(left, "Tab does not leave the editor");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Control+Enter");
    await previewed(page);
    await page.keyboard.press("Control+s");
  }
  const saving = page.getByRole("dialog", { name: "Save version 2" });
  await saving.getByText("Your text").waitFor();
  await page.waitForTimeout(400);
  await look("rule-diff", shoot);
  await page.keyboard.type("Checked with the team");
  if (phone) await saving.getByRole("button", { name: "Save version 2" }).click();
  else await page.keyboard.press("Control+Enter");
  await saving.waitFor({ state: "hidden" });
  await page.getByText("Version 2", { exact: true }).first().waitFor();

  await page.getByRole("button", { name: "History" }).click();
  const drawer = page.getByRole("dialog", { name: "History of this rule" });
  await drawer.getByText("Checked with the team").first().waitFor();
  await drawer.getByRole("button", { name: /^Version 1/ }).click();
  await drawer.getByRole("button", { name: "Open version 1 as a draft" }).waitFor();
  await page.waitForTimeout(400);
  await look("rule-history", shoot);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });

  await page.getByRole("button", { name: `Enable ${name}` }).click();
  const enabling = page.getByRole("dialog");
  await enabling.getByText(/^Runs on \d+ of \d+ accounts?$/).waitFor();
  // A rule that meets another one is enabled with open eyes.
  const why = enabling.getByRole("textbox", { name: /^Why/ });
  const ready = enabling.locator("button:enabled", { hasText: "Enable version 2" });
  await why.or(ready).first().waitFor();
  for (const field of await why.all()) await field.fill("The two of them share no campaign");
  await look("rule-enable", shoot);
  await ready.click();
  await page.getByText("Enabled", { exact: true }).first().waitFor();

  await page.getByRole("button", { name: `Disable ${name}` }).click();
  const disabling = page.getByRole("dialog");
  await disabling.getByText("It is not checked any more.", { exact: false }).waitFor();
  await disabling.getByRole("button", { name: /^Disable/ }).click();
  await page.getByText("Disabled", { exact: true }).first().waitFor();

  // What a rule holds is restored on the simulated desk only: on a shared demo it would take away what another walk looks at.
  if (desk.simulated) {
    await page.goto(`${desk.url}/rules`);
    await page.getByRole("button", { name: "Disable Stop loss", exact: true }).click();
    await disabling.getByRole("radio", { name: /Restore 1 old value/ }).check();
    await look("rule-disable", shoot);
    await disabling.getByRole("button", { name: "Disable and restore" }).click();
    await disabling.getByRole("list", { name: "Old values" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Enable Stop loss", exact: true }).waitFor();
  }
}

export const walks = { "marketer's walk": marketersWalk };
