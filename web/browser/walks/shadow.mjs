// A version on trial: an earlier version of a rule runs beside the one at work and does nothing; what it would have done
// otherwise is read, and its text is put to work.
import { callApi, open, saveRule, saveVersion, signIn } from "../desk.mjs";

/** A check comes every fifteen minutes of business time, of which the demo lives sixty in a minute. */
const NEXT_CHECK = { timeout: 60_000 };

const text = (name, floor) => `language 1

rule "${name}" {
  param floor: money = ${floor} "spend worth a look"
  for campaigns on google
    where status is active
  every 15m
  window last 7 days settled
  when spend > floor
  then pause
  approve by manager within 24h unanswered expire
  cooldown 7d
  at most 1 per day
}
`;

/** Enables a rule over the API, with a reason for whatever is found about it. */
async function enable(page, { id, etag }) {
  const send = (body) =>
    callApi(page, "POST", `/rules/${id}/enable`, { body, headers: { "If-Match": etag } });
  const first = await send({});
  if (first.ok) return;
  const accept = [...new Set((first.body.diagnostics ?? []).map(({ code }) => code))];
  const again = await send({ accept, reason: "On trial" });
  if (!again.ok) throw new Error(`the rule was not enabled: ${JSON.stringify(again.body)}`);
}

async function shadowWalk(walk) {
  const { desk, shoot, name: walkName } = walk;
  const { page, look } = await open(walk, { refused: [409] });
  await signIn(page, desk.marketer);

  // Version 1 looks at nearly everything, version 2, at work, at nothing.
  const name = `On trial, ${walkName.split(", ").slice(1).join(" ")}`;
  const first = await saveRule(page, text(name, "$50, 50 EUR"));
  const second = await saveVersion(page, first, text(name, "$900,000, 900,000 EUR"));
  await enable(page, second);

  await page.goto(`${desk.url}/rules/${second.id}`);
  await page.getByRole("tab", { name: "Shadow" }).click();
  const panel = page.getByRole("tabpanel", { name: "Shadow" });
  await panel.getByText(/^Version 2 is at work/).waitFor();
  await panel.getByRole("combobox", { name: "What is to run" }).click();
  await page.getByRole("option", { name: "Version 1" }).click();
  await look("shadow-start", shoot);
  await panel.getByRole("button", { name: "Run as a shadow" }).click();
  await panel.getByRole("heading", { name: "Version 1 runs as a shadow" }).waitFor();

  const only = panel.getByRole("region", { name: "Only the shadow would have acted" });
  await only.getByRole("listitem").first().waitFor(NEXT_CHECK);
  await look("shadow", shoot);
  // Each has the decision behind it, which says that nothing was done.
  await only
    .getByRole("link", { name: /^Why would / })
    .first()
    .click();
  await page.getByRole("heading", { name: "Why" }).waitFor();
  await page.getByText("Simulation", { exact: true }).first().waitFor();
  await look("shadow-decision", shoot);
  await page.goBack();

  await page.getByRole("tab", { name: "Shadow" }).click();
  await panel.getByRole("button", { name: "Put to work" }).click();
  const dialog = page.getByRole("dialog", { name: "Put the shadow's text to work?" });
  const submit = dialog.getByRole("button", { name: "Put to work" });
  await look("shadow-promote", shoot);
  await submit.click();
  // What it works against is asked about first.
  const reason = dialog.getByLabel(/^Why is W\d+ all right here/).first();
  const done = page.getByText("Version 3", { exact: true }).first();
  await reason.or(done).waitFor();
  if (await reason.isVisible()) {
    for (const field of await dialog.getByLabel(/^Why is W\d+ all right here/).all())
      await field.fill("A trial in a demo");
    await look("shadow-found", shoot);
    await submit.click();
  }
  await done.waitFor();
  await dialog.waitFor({ state: "hidden" });
  await panel.getByRole("button", { name: "Run as a shadow" }).waitFor();

  // It leaves the desk as it was: nothing of it is proposed to anybody.
  const { body: rule, etag } = await callApi(page, "GET", `/rules/${second.id}`);
  await callApi(page, "POST", `/rules/${rule.id}/disable`, {
    body: { holds: "keep" },
    headers: { "If-Match": etag },
  });
}

export const walks = { "a version on trial": shadowWalk };
