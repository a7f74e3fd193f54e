// The colours of the rule language agree with the checker: both read the same corpus of texts.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parser } from "~/shared/editor/grammar/adjutant.grammar";

const root = path.resolve(__dirname, "../..");

function texts(folder: string): { file: string; text: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".rule"))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(path.join(root, folder, file), "utf8") }));
}

/** Every token of a text with its kind, without the inner nodes. */
function tokens(text: string): [string, string][] {
  const found: [string, string][] = [];
  const cursor = parser.parse(text).cursor();
  do {
    if (cursor.node.firstChild === null && cursor.from < cursor.to) {
      found.push([cursor.name, text.slice(cursor.from, cursor.to)]);
    }
  } while (cursor.next());
  return found;
}

function errors(text: string): string[] {
  const found: string[] = [];
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) found.push(`${node.from}: ${JSON.stringify(text.slice(node.from, node.from + 30))}`);
    },
  });
  return found;
}

describe("the grammar", () => {
  it.each(texts("rules-library"))("reads $file without an error", ({ text }) => {
    expect(errors(text)).toEqual([]);
  });
  it("prints", () => { console.log(JSON.stringify(tokens(texts("rules-library")[1]!.text))); 
  console.log(JSON.stringify(tokens('rule "A" {\n  when x > 5 then notify slack "#a" "b {cost} {{ \\" c"\n  open "unclosed\n every 1h between 06:00 and 22:00 on weekdays }')));
  console.log(errors('rule "A" {\n  when x > 5 then notify slack "#a" "b {cost} {{ \\" c"\n  then "unclosed\n every 1h between 06:00 and 22:00 on weekdays }')); });
});
