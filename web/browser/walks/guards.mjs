// An admin writes guards on every level of an account: whatever the page offers to promise there, the checker accepts.
import assert from "node:assert/strict";
import { callApi, open, signIn } from "../desk.mjs";

/** As the page names them, with the word of the language. */
const levels = [
  ["Campaigns", "campaigns"],
  ["Ad groups", "ad groups"],
  ["Ads", "ads"],
  ["Keywords (Google Ads, Amazon Ads)", "keywords"],
  ["Targets (Amazon Ads)", "targets"],
];

async function guardsWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, desk.admin);
  await page.goto(`${desk.url}/rules/guards`);
  await page.getByRole("heading", { level: 1, name: "Guards" }).waitFor();
  await look("guards", shoot);

  await page.getByRole("link", { name: "New guard" }).click();
  const text = page.getByRole("textbox", { name: /^Text of/ });
  await text.waitFor();
  const part = page.getByRole("region", { name: "What else it can promise" });
  for (const [name, level] of levels) {
    await page.getByRole("combobox", { name: "What it protects" }).click();
    await page.getByRole("option", { name, exact: true }).click();
    await text.getByText(`for ${level}`, { exact: false }).first().waitFor();
    const promises = part.getByRole("list").getByRole("button");
    const offered = await promises.locator("code").allTextContents();
    assert.ok(offered.length > 0, `nothing can be promised of ${level}`);
    for (const promise of offered) {
      const guard = `guard "Tried" {\n  for ${level}\n  ${promise}\n}\n`;
      const { body } = await callApi(page, "POST", "/rules/check", { body: { text: guard } });
      const errors = body.diagnostics.filter(({ severity }) => severity === "error");
      assert.deepEqual(errors, [], `${promise} is offered for ${level}, and refused`);
    }
    if (level === "keywords") await look("guard-keywords", shoot);
  }
  await part.getByRole("button", { name: /^Some targets are never paused/ }).click();
  await text.getByText('never pause where name matches "*brand*"').waitFor();
  await page.getByText("No findings").waitFor();
  await look("guard-targets", shoot);
}

export const walks = { "admin promises what stands below campaigns": guardsWalk };
