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

const rows = [["first load, JS", await kilobytes(files(first)), budget.firstLoadJs]];
for (const key of Object.keys(manifest).filter((name) => manifest[name].isDynamicEntry)) {
  const own = closure(key);
  const more = [...own].filter((name) => !first.has(name));
  const name = key.replace(/\?.*$/, "");
  rows.push([name, await kilobytes(files(more)), budget.routeJs]);
}
const styles = Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]);
rows.push([
  "all styles",
  await kilobytes(new Set(styles.filter((file) => file.endsWith(".css")))),
  budget.css,
]);

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
