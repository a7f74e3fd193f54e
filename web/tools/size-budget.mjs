// Fails the build when a page costs more than its budget on the wire (brotli). Budgets are in kB of 1,024 bytes.
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const budget = { firstLoadJs: 260, routeJs: 220, css: 45 };
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));

/** Every chunk that the entry pulls in statically, itself included. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

async function kilobytes(files) {
  let sum = 0;
  for (const file of files) sum += (await stat(fileURLToPath(new URL(`${file}.br`, dist)))).size;
  return sum / 1024;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = closure(entry);
const files = (keys) => [...keys].map((key) => manifest[key].file);
const styles = (keys) => [...new Set([...keys].flatMap((key) => manifest[key].css ?? []))];

const rows = [["first load, JS", await kilobytes(files(first)), budget.firstLoadJs]];
// The frame of every page behind the sign-in.
const frame = closure(Object.keys(manifest).find((key) => /_desk\.tsx(\?.*)?$/.test(key)));
let heaviest = ["", 0];
for (const key of Object.keys(manifest).filter((name) => manifest[name].isDynamicEntry)) {
  const own = closure(key);
  const more = [...own].filter((name) => !first.has(name));
  const name = key.replace(/\?.*$/, "");
  rows.push([name, await kilobytes(files(more)), budget.routeJs]);
  const worn = await kilobytes(styles(new Set([...first, ...frame, ...own])));
  if (worn > heaviest[1]) heaviest = [name, worn];
}
rows.push([`styles of the heaviest page, ${heaviest[0]}`, heaviest[1], budget.css]);

let over = 0;
for (const [name, size, limit] of rows) {
  const verdict = size > limit ? "OVER" : "ok";
  if (size > limit) over += 1;
  console.log(
    `${verdict.padEnd(5)}${size.toFixed(1).padStart(7)} of ${String(limit).padStart(3)} kB br  ${name}`,
  );
}
if (over > 0) {
  console.error(`${over} size budget(s) exceeded`);
  process.exit(1);
}
