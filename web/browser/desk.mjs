// What the walks share: a page under guard, signing in, the lists people work on.
import { fits, guard, inspect } from "./gates.mjs";

/** A page of its own for a walk; `look` runs every gate on what it shows, and takes a picture. */
export async function open({ context, desk, findings, name }) {
  const page = await context.newPage();
  let where = "start";
  await guard(page, findings, () => `${name}, at ${where}`);
  const look = async (label, shoot) => {
    where = label;
    await inspect(page, findings, `${name}, at ${label}`);
    await fits(page, findings, `${name}, at ${label}`);
    if (shoot) await shoot(page, label);
  };
  await page.goto(`${desk.url}/`);
  return { page, look };
}

/** Signs in; a manager lands in the inbox, everybody else on the overview. */
export async function signIn(page, { email, password }) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: /^(Approvals|Overview)$/ }).waitFor();
}

export const waiting = (page) => page.getByRole("list", { name: "Waiting changes" }).getByRole("listitem");
export const panel = (page) => page.getByRole("article", { name: "Change and decision" });

/** Longer than the page waits before a key may decide on what has just come up. */
export const settle = (page) => page.waitForTimeout(500);

/** Opens the first waiting change in full. */
export async function openFirst(page) {
  const first = waiting(page).first();
  await first.waitFor();
  const id = await first.getAttribute("data-action");
  await first.getByRole("link").click();
  await panel(page).getByRole("heading", { name: "History" }).waitFor();
  await panel(page).getByRole("heading", { name: "Why" }).waitFor();
  await settle(page);
  return id;
}
