// The walks of walks/ in a real browser. Each walk goes once on a desk's screen and once on a phone's, one of them in light
// and the other in dark, the next walk the other way about; `--every-scheme` or words that choose walks take all four.
// Any console error, policy violation or axe finding fails it. Screenshots go to $ADJUTANT_ARTEFACTS (default: web/artefacts).
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findDesk } from "./start.mjs";

const artefacts = process.env.ADJUTANT_ARTEFACTS ?? fileURLToPath(new URL("../artefacts", import.meta.url));
const sizes = {
  desk: { width: 1440, height: 900, hasTouch: false },
  phone: { width: 390, height: 844, hasTouch: true },
};

/** Every walk of every file, by its title. */
const walks = {};
for (const file of (await readdir(new URL("walks/", import.meta.url))).sort()) {
  Object.assign(walks, (await import(new URL(`walks/${file}`, import.meta.url))).walks);
}

await mkdir(artefacts, { recursive: true });
const desk = await findDesk();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

/** Words that a walk's name must hold to be run: `npm run browser -- phone dark`. */
const only = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const everyScheme = only.length > 0 || process.argv.includes("--every-scheme");
/** Whether this walk goes on this screen in this scheme: both screens and both schemes see every walk. */
const goes = (place, size, scheme) =>
  everyScheme || (place % 2 === 0) === ((size === "desk") === (scheme === "light"));
const findings = [];
let passed = 0;
let failed = 0;
try {
  for (const [size, { width, height, hasTouch }] of Object.entries(sizes)) {
    for (const scheme of ["light", "dark"]) {
      for (const [place, [title, walk]] of Object.entries(walks).entries()) {
        const name = `${title}, ${size}, ${scheme}`;
        if (!only.every((word) => name.includes(word)) || !goes(place, size, scheme)) continue;
        const context = await browser.newContext({
          viewport: { width, height },
          hasTouch,
          colorScheme: scheme,
          locale: "en-US",
          timezoneId: "America/New_York",
          reducedMotion: "reduce",
          deviceScaleFactor: 2,
        });
        context.setDefaultTimeout(20_000);
        const found = findings.length;
        const shoot = (page, label) =>
          page.screenshot({ path: path.join(artefacts, `${label}-${size}-${scheme}.png`) });
        try {
          await walk({ context, desk, size, findings, name, shoot });
        } catch (error) {
          findings.push(`${name}: ${error.message}`);
          const [page] = context.pages();
          if (page) await shoot(page, "failure");
        }
        const good = findings.length === found;
        if (good) passed += 1;
        else failed += 1;
        console.log(`${good ? "ok    " : "FAILED"} ${name}`);
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await desk.stop();
}

for (const finding of findings) console.error(`- ${finding}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
