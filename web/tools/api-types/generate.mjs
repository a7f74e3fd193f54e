// Writes src/shared/api/schema.gen.d.ts from openapi.json; with --check it only compares, and fails on a difference.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";

const document = new URL("../../openapi.json", import.meta.url);
const target = new URL("../../src/shared/api/schema.gen.d.ts", import.meta.url);

const header = "// Generated from openapi.json by `npm run types`. Do not edit.\n\n";
const types = header + astToString(await openapiTypescript(document, { emptyObjectsUnknown: true }));

if (process.argv.includes("--check")) {
  const committed = await readFile(target, "utf8").catch(() => "");
  if (committed !== types) {
    console.error(
      "src/shared/api/schema.gen.d.ts differs from openapi.json: run `npm run types` and commit the result",
    );
    process.exit(1);
  }
  console.log("schema.gen.d.ts matches openapi.json");
} else {
  await writeFile(target, types);
  console.log(`wrote ${fileURLToPath(target)}`);
}
