// A rule about whole accounts: a marketer writes it, sees it as blocks, and previews it on the accounts that there are.
import assert from "node:assert/strict";
import { callApi, open, saveRule, signIn } from "../desk.mjs";

async function accountsWalk(walk) {
  const { desk, shoot, name: walkName } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.marketer);
  // Several walks share a desk, and a name is taken once.
  const name = `Spending accounts, ${walkName.split(", ").slice(1).join(" ")}`;
  const { id } = await saveRule(
    page,
    `language 1

rule "${name}" {
  for accounts on google
  every 1h
  when impressions over last 7 days > 1
  then notify slack "#paid-media" "{name} has spent {spend over last 7 days}"
  cooldown 24h
}
`,
  );
  await page.goto(`${desk.url}/rules/${id}`);
  const preview = page.getByRole("tabpanel", { name: "Preview" });
  await preview.getByText("Checked", { exact: true }).waitFor();
  if (!desk.simulated) {
    const { body } = await callApi(page, "GET", "/accounts");
    for (const account of body.data) await preview.getByText(account.name).first().waitFor();
    assert.doesNotMatch(
      await preview.textContent(),
      /campaign/i,
      "a preview of accounts speaks of campaigns",
    );
  }
  await look("account-rule", shoot);

  await page.getByText("Blocks", { exact: true }).click();
  await page.getByRole("region", { name }).waitFor();
  await look("account-rule-blocks", shoot);
  for (const tab of ["About", "Conflicts"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tabpanel", { name: tab }).waitFor();
    await look(`account-rule-${tab.toLowerCase()}`, shoot);
  }
}

export const walks = { "marketer writes a rule about whole accounts": accountsWalk };
