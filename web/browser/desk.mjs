// What the walks share: a page under guard, signing in, the lists people work on.
import { fits, guard, inspect } from "./gates.mjs";

/**
 * A page of its own for a walk; `look` runs every gate on what it shows, and takes a picture. The session check before
 * sign-in answers 401 by design; a walk says what else it lets the server refuse.
 */
export async function open({ context, desk, findings, name }, { refused = [] } = {}) {
  const page = await context.newPage();
  let where = "start";
  await guard(page, findings, () => `${name}, at ${where}`, [401, ...refused]);
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

/** Calls the API as whoever is signed in on the page, for what is another walk's subject. A refusal is an answer too. */
export const callApi = (page, method, path, { body, headers = {} } = {}) =>
  page.evaluate(
    async ([method, path, body, headers]) => {
      const answer = await fetch(`/api/v1${path}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { ok, status } = answer;
      return { ok, status, etag: answer.headers.get("etag"), body: await answer.json().catch(() => null) };
    },
    [method, path, body, headers],
  );

/** Saves a rule as a draft; answers with its id and its version's tag. */
export async function saveRule(page, text) {
  const made = await callApi(page, "POST", "/rules", { body: { text } });
  if (!made.ok) throw new Error(`the rule was not saved: ${JSON.stringify(made.body)}`);
  return { id: made.body.id, etag: made.etag };
}

/** Saves the next version of a rule. */
export async function saveVersion(page, { id, etag }, text, note = null) {
  const saved = await callApi(page, "PUT", `/rules/${id}`, {
    body: { text, note },
    headers: { "If-Match": etag },
  });
  if (!saved.ok) throw new Error(`the version was not saved: ${JSON.stringify(saved.body)}`);
  return { id, etag: saved.etag };
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
