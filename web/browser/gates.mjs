// What may not happen on any page: console errors, policy violations, failed requests of our own, axe findings.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Listens on a page from its first byte; `findings` fills as it goes. The browser logs every refusal of the server itself:
 * those of the `refused` statuses belong to the walk.
 */
export async function guard(page, findings, name, refused) {
  const expected = new RegExp(`status of (${refused.join("|")})`);
  await page.addInitScript(() => {
    window.addEventListener("securitypolicyviolation", (event) => {
      console.error(
        `CSP: ${event.violatedDirective} blocked ${event.blockedURI || "inline"} ${event.sample}`,
      );
    });
  });
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !expected.test(text)) findings.push(`${name()}: console: ${text}`);
    if (message.type() === "warning") findings.push(`${name()}: console warning: ${text}`);
  });
  page.on("pageerror", (error) => findings.push(`${name()}: uncaught: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Leaving a page ends its stream and whatever it was still reading.
    if (!/ERR_ABORTED/.test(why))
      findings.push(`${name()}: ${request.method()} ${request.url()} failed: ${why}`);
  });
}

/** Runs axe (WCAG 2.2 AA and best practice) on what the page shows now. */
export async function inspect(page, findings, name) {
  // Injected by evaluation, which the policy does not forbid; a <script> element would be refused, as it should.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes
        .slice(0, 3)
        .map(
          ({ target, failureSummary }) =>
            `${target.join(" ")} — ${failureSummary?.split("\n")[1]?.trim() ?? ""}`,
        ),
    }));
  });
  for (const { id, help, where } of violations)
    findings.push(`${name}: axe ${id}: ${help}: ${where.join("; ")}`);
}

/** Nothing may scroll sideways: content that is cut off on a phone is content that is lost. */
export async function fits(page, findings, name) {
  const over = await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    return wide > 0 ? wide : 0;
  });
  if (over > 0) findings.push(`${name}: the page is ${over} px wider than the window`);
}
