// A rule as blocks: the keyboard fills in a field, and the text says so.
import assert from "node:assert/strict";
import { open, signIn } from "../desk.mjs";

async function blocksWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, desk.marketer);
  await page.goto(`${desk.url}/rules`);
  await page
    .getByRole("link", { name: /^Stop loss/ })
    .first()
    .click();
  await page.getByRole("textbox", { name: /^Text of/ }).waitFor();
  await page.getByText("Blocks", { exact: true }).click();
  const rule = page.getByRole("region", { name: "Stop loss" });
  const cooldown = rule.getByRole("textbox", { name: "Cooldown, length" });
  await cooldown.waitFor();
  await look("blocks", shoot);

  await cooldown.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("36");
  await page.keyboard.press("Tab");
  await page.getByText("Text", { exact: true }).first().click();
  const text = page.getByRole("textbox", { name: /^Text of/ });
  await text.waitFor();
  await text.focus();
  // Only what is near the window is in the page: the editor's own search brings the line there.
  await page.keyboard.press("ControlOrMeta+f");
  await page.keyboard.type("cooldown 36h");
  await page.keyboard.press("Enter");
  const line = text.locator(".cm-line").filter({ hasText: "cooldown 36h" });
  await line.waitFor();
  assert.equal(await line.count(), 1, "what was filled in is not in the text");
}

export const walks = { "a rule as blocks": blocksWalk };
