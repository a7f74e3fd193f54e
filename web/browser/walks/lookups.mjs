// A table of the organisation's own: a marketer names it, uploads a file with a bad line, of which nothing is kept, then a
// good one; a rule asks it, and the explanation shows the value with the version that supplied it.
import assert from "node:assert/strict";
import { callApi, open, saveRule, signIn } from "../desk.mjs";

async function lookupsWalk(walk) {
  const { desk, shoot, name: walkName } = walk;
  const { page, look } = await open(walk, { refused: [422] });
  await signIn(page, desk.marketer);

  // Several walks share a desk, and a name is taken once.
  const name = `margins_${walkName.split(", ").slice(1).join("_")}`;
  await page.goto(`${desk.url}/rules/lookups`);
  await page.getByRole("heading", { level: 1, name: "Lookups" }).waitFor();
  await page.getByRole("button", { name: "New lookup" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New lookup" });
  await dialog.getByLabel(/^Name/).fill(name);
  await look("lookup-new", shoot);
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await look("lookup-empty", shoot);

  const { body: found } = await callApi(page, "GET", "/campaigns?limit=2&status=active");
  const [one, other] = found.data.map((campaign) => campaign.name);
  const upload = (lines) =>
    page.locator('input[type="file"]').setInputFiles({
      name: "margins.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(["key,value", ...lines, ""].join("\n")),
    });
  await upload([`${one},40%`, `${other},a lot`]);
  const refused = page.getByRole("alert");
  await refused.getByText("Line 3", { exact: true }).waitFor();
  assert.match(await refused.textContent(), /Nothing was changed: 1 line does not fit/);
  await page.getByText("No rows", { exact: true }).waitFor();
  await look("lookup-refused", shoot);

  await upload([`${one},40%`, `${other},25%`]);
  await page.getByText("Version 1 is in force").waitFor();
  await refused.waitFor({ state: "hidden" });
  await page.getByRole("table", { name: "Rows" }).getByText("40%", { exact: true }).waitFor();
  await look("lookup", shoot);

  const { id } = await saveRule(
    page,
    `language 1

lookup ${name}: text -> percent from "margins.csv" stale after 7 days

rule "Margins, ${walkName.split(", ").slice(1).join(" ")}" {
  for campaigns on google
    where status is active
  every 1d
  window last 7 days settled
  when lookup ${name}[this.name] > 30%
  then pause
  approve by manager within 24h unanswered expire
  cooldown 7d
  at most 1 per day
}
`,
  );
  await page.goto(`${desk.url}/rules/${id}`);
  const row = page.locator("aside details").filter({ hasText: one }).first();
  await row.waitFor({ timeout: 40_000 });
  await row.locator("summary").click();
  // The value, and which version of the table said so.
  await row.getByText("40%", { exact: true }).first().waitFor();
  await row
    .getByText(/version 1/i)
    .first()
    .waitFor();
  await look("lookup-explained", shoot);

  // The table knows who asks it.
  await page.goto(`${desk.url}/rules/lookups`);
  await page.getByRole("link", { name }).click();
  await page
    .getByRole("table", { name: "Used by" })
    .getByRole("link", { name: /^Margins, / })
    .waitFor();

  // The other table that rules ask.
  await page.goto(`${desk.url}/rules/rates`);
  await page.getByRole("heading", { name: "The file" }).waitFor();
  await look("rates", shoot);
}

export const walks = { "a table of one's own": lookupsWalk };
