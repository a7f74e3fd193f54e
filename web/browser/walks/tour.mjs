// Every page with its data, and the overlays, each looked at by the gates.
import { open, signIn, waiting } from "../desk.mjs";

/** Every page with its data, and the overlays, each looked at by axe. */
async function tour(walk) {
  const { desk, size, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.admin);

  for (const [tab, label] of [
    ["in_flight", "in-flight"],
    ["applied", "applied-list"],
    ["ended", "ended"],
  ]) {
    await page.goto(`${desk.url}/approvals?tab=${tab}`);
    await page.getByRole("heading", { name: "Approvals" }).waitFor();
    await page
      .getByRole("region", { name: /changes|Changes/ })
      .first()
      .waitFor();
    await page.waitForTimeout(600);
    await look(label, shoot);
  }
  for (const [address, title] of [
    ["rules", "Rules"],
    ["campaigns", "Campaigns"],
    ["accounts", "Accounts"],
  ]) {
    await page.goto(`${desk.url}/${address}`);
    await page.getByRole("table", { name: title }).first().waitFor();
    await look(address, shoot);
  }
  // Only roles that supervise see the actors; the demo's manager does not.
  if (
    (await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Actors" }).count()) > 0
  ) {
    await page.goto(`${desk.url}/actors`);
    await page.getByRole("region", { name: "Supervision tree" }).waitFor();
    await look("actors", shoot);
  }

  await page.goto(`${desk.url}/rules`);
  await page.getByRole("table", { name: "Rules" }).getByRole("link").first().click();
  await page.getByRole("region", { name: "Text", exact: true }).getByRole("textbox").waitFor();
  await look("rule", shoot);

  await page.goto(`${desk.url}/nowhere`);
  await page.getByText("There is nothing at this address").waitFor();
  await look("not-found");

  await page.goto(`${desk.url}/approvals`);
  await waiting(page).first().waitFor();
  await page.getByRole("button", { name: "Your account and settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await look("account-menu", shoot);
  await page.keyboard.press("Escape");
  if (size === "phone") return;

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await look("keys", shoot);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor({ state: "hidden" });

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor();
  await look("palette", shoot);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor({ state: "hidden" });

  if ((await waiting(page).count()) >= 3) {
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+J");
    await page.keyboard.press("Shift+J");
    await page.getByRole("region", { name: "Selected changes" }).waitFor();
    await page.keyboard.press("a");
    await page.getByRole("dialog", { name: /Approve \d+ changes/ }).waitFor();
    await look("bulk", shoot);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("Escape");
  }

  await page.keyboard.press("r");
  await page.getByLabel("Why not?").waitFor();
  await look("reject", shoot);
  await page.keyboard.press("Escape");
}

export const walks = { "tour of every page": tour };
