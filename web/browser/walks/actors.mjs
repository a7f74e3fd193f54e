// The admin looks after what runs: kills an actor and watches it return, sets an account aside and resumes it.
import { open, signIn } from "../desk.mjs";

const question = (page, name) => page.getByRole("dialog", { name });

async function actorsWalk(walk) {
  const { desk, shoot } = walk;
  const { page, look } = await open(walk);
  await signIn(page, desk.admin);
  await page.goto(`${desk.url}/actors`);
  const tree = page.getByRole("region", { name: "Supervision tree" });
  await tree.waitFor();
  await look("actors", shoot);

  // Search leads to an account that runs, whatever stands above it.
  await page.getByRole("searchbox", { name: "Search actors" }).fill("account:");
  const account = tree
    .getByRole("row")
    .filter({ hasText: "Account" })
    .filter({ hasText: "Running" })
    .getByRole("button", { name: /^(?!Expand|Collapse)/ })
    .first();
  await account.waitFor();
  const name = (await account.textContent()).trim();
  await account.click();
  const drawer = page.getByRole("dialog", { name, exact: true });
  await drawer.getByRole("button", { name: "Kill" }).waitFor();
  await look("actor", shoot);

  await drawer.getByRole("button", { name: "Kill" }).click();
  await question(page, `Kill ${name}?`).waitFor();
  await look("actor-kill", shoot);
  await question(page, `Kill ${name}?`).getByRole("button", { name: "Kill" }).click();
  // It is back when its supervisor counts one more restart.
  const happened = drawer.getByRole("region", { name: "What happened while you were here" });
  await happened.getByText(/^Restarted, for the/).waitFor({ timeout: 60_000 });
  await drawer.getByText("Running", { exact: true }).first().waitFor({ timeout: 60_000 });
  await look("actor-returned", shoot);

  await drawer.getByRole("button", { name: "Quarantine" }).click();
  const rest = question(page, `Quarantine ${name}?`);
  await rest.getByLabel("Why?").fill("a walk looks whether it rests");
  await rest.getByRole("button", { name: "Quarantine" }).click();
  await drawer.getByText("Quarantined", { exact: true }).first().waitFor({ timeout: 60_000 });
  await look("actor-quarantined", shoot);

  await drawer.getByRole("button", { name: "Resume" }).click();
  await question(page, `Resume ${name}?`).getByRole("button", { name: "Resume" }).click();
  await drawer.getByText("Running", { exact: true }).first().waitFor({ timeout: 60_000 });
}

export const walks = { "admin looks after the actors": actorsWalk };
