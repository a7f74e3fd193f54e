// The component library's styles are imported one by one. A component whose styles are forgotten looks broken and fails
// nowhere else; here it does.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const library = resolve("node_modules/@mantine");
const read = (file: string) => readFileSync(file, "utf8");
const squeezed = (text: string) => text.replace(/\s+/g, "");

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => read(join("src", name)));

/** What `text` imports as values from a module whose name matches: `[names, module]` each. */
function imports(text: string, module: RegExp): [string[], string][] {
  return [...text.matchAll(/import (?:\{([^}]*)\}|(\w+)) from "([^"]+)"/g)]
    .filter(([, , , from = ""]) => module.test(from))
    .map(([, names = "", , from = ""]) => [
      names
        .split(",")
        .map((name) => name.trim().split(" as ")[0] ?? "")
        .filter((name) => name !== "" && !name.startsWith("type ")),
      from,
    ]);
}

/** Where each exported name of a package lives. */
function homes(folder: string): Map<string, string> {
  const index = read(join(library, folder, "esm/index.mjs"));
  return new Map(
    imports(index, /^\./).flatMap(([names, from]) =>
      names.map((name) => [name, join(library, folder, "esm", from)] as const),
    ),
  );
}

const core = homes("core");
const packages = { core, dates: homes("dates"), spotlight: homes("spotlight") };

/** The style modules that a file of the library stands on, with those of the core that it imports by name. */
function worn(file: string, seen: Set<string>, found: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  const text = read(file);
  for (const [, from] of imports(text, /^\./)) {
    const target = join(dirname(file), from);
    if (!target.endsWith(".module.mjs")) worn(target, seen, found);
    else if (target.includes("/core/")) found.add(target.replace(/^.*\/|\.module\.mjs$/g, ""));
  }
  for (const [names] of imports(text, /^@mantine\/core$/)) {
    for (const name of names) {
      const home = core.get(name);
      if (home) worn(home, seen, found);
    }
  }
}

const used = new Set<string>();
const seen = new Set<string>();
for (const [folder, where] of Object.entries(packages)) {
  for (const [names] of sources.flatMap((text) => imports(text, new RegExp(`^@mantine/${folder}$`)))) {
    for (const name of names) {
      const home = where.get(name);
      if (home) worn(home, seen, used);
    }
  }
}

const listed = [...read("src/app/component-styles.ts").matchAll(/core\/styles\/([\w-]+)\.css"/g)].map(
  ([, name = ""]) => name,
);
const sheet = (name: string) => join(library, "core/styles", `${name}.css`);
/** What every page needs, whatever is on it. */
const ground = ["baseline", "default-css-variables", "global"];

describe("the component library's styles", () => {
  it("are there for every component in use, and for no other", () => {
    expect(used.size).toBeGreaterThan(20);
    const wanted = [...ground, ...[...used].filter((name) => existsSync(sheet(name)))];
    expect([...listed].sort()).toEqual(wanted.sort());
  });

  it("come in the library's own order", () => {
    const whole = squeezed(read(join(library, "core/styles.css")));
    const places = listed.map((name) => whole.indexOf(squeezed(read(sheet(name))).slice(0, 400)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
