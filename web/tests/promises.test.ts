import { describe, expect, it } from "vitest";
import { blankGuard } from "~/features/rules/model/blank";
import { levelEdit, levelNames, readGuard } from "~/features/rules/model/guard-scope";
import { promiseEdit, promisesOf, promiseText } from "~/features/rules/model/promises";

const guard = (lines: string) => `guard "G" {\n  ${lines}\n}\n`;
const offered = (scope: string) => {
  const found = readGuard(guard(`for ${scope}`));
  return found ? promisesOf(found.scope) : undefined;
};
const applied = (text: string, edit: ReturnType<typeof promiseEdit>) =>
  edit && text.slice(0, edit.from) + edit.insert + text.slice(edit.to);

describe("what a guard is about", () => {
  it("is read from its own clause, whatever stands around it", () => {
    const text = `# for keywords\nrule "Other" {\n  for ads\n}\n\nguard "for ads on meta" {\n  # for ads\n  for ad groups on google, amazon in account "meta" where name matches "for targets on tiktok"\n  never pause\n}\n`;
    expect(readGuard(text)?.scope).toEqual({ level: "ad groups", platforms: ["google", "amazon"] });
  });

  it("is no level where no promise is about it, and campaigns until it says so", () => {
    expect(readGuard(guard("for search terms"))?.scope.level).toBeUndefined();
    expect(readGuard(guard("for accounts"))?.scope.level).toBeUndefined();
    expect(readGuard(guard("never pause"))?.scope.level).toBe("campaigns");
    expect(readGuard('rule "R" {\n  for campaigns\n}\n')).toBeUndefined();
  });

  it("changes in its words alone", () => {
    const text = guard("for campaigns on google  # mine\n  never pause");
    expect(applied(text, levelEdit(text, "ad groups"))).toBe(
      guard("for ad groups on google  # mine\n  never pause"),
    );
    expect(applied(guard("never pause"), levelEdit(guard("never pause"), "keywords"))).toBe(
      guard("for keywords\n  never pause"),
    );
    for (const level of levelNames) expect(readGuard(blankGuard(level))?.scope.level).toBe(level);
  });
});

describe("the promises offered", () => {
  it("are those of the level and of what stands under it", () => {
    expect(offered("campaigns")).toEqual([
      "budget",
      "doubling",
      "step",
      "bid",
      "bidStep",
      "target",
      "roas",
      "account",
      "pause",
      "pauseSome",
      "paused campaigns",
      "paused ad groups",
      "paused ads",
      "paused keywords",
      "paused targets",
    ]);
    expect(offered("ads")).toEqual(["pause", "pauseSome", "paused ads"]);
    expect(offered("keywords")).toEqual(["bid", "bidStep", "pause", "pauseSome", "paused keywords"]);
    expect(offered("search terms")).toEqual([]);
  });

  it("leave out what the guard's platforms do not have", () => {
    const google = offered("ad groups on google");
    expect(google).not.toContain("budget");
    expect(google).not.toContain("target");
    expect(google).toContain("paused keywords");
    const meta = offered("ad groups on meta");
    expect(meta).toContain("budget");
    expect(meta).toContain("roas");
    expect(meta).not.toContain("paused keywords");
    // A campaign of TikTok has no target; its ad groups do.
    expect(offered("campaigns on tiktok")).toContain("target");
    expect(offered("campaigns on amazon")).not.toContain("target");
    expect(offered("keywords on google, meta")).toEqual([]);
  });

  it("speak of labels where there are labels", () => {
    expect(promiseText("pauseSome", "", "ad groups")).toBe('never pause where labels has "brand"');
    expect(promiseText("pauseSome", "", "targets")).toBe('never pause where name matches "*brand*"');
  });
});

describe("a promise more", () => {
  it("goes to the end of the guard, not of the text", () => {
    const text = `${guard("for ads\n  never pause")}\ntest "stays" of "G" {\n  expect nothing of "A"\n}\n`;
    expect(applied(text, promiseEdit(text, "paused ads"))).toBe(
      text.replace("never pause\n", "never pause\n  at most 30% of ads paused per day\n"),
    );
  });

  it("has a line of its own even where the brace has none", () => {
    const text = 'guard "G" { for keywords\n  never pause }\n';
    expect(applied(text, promiseEdit(text, "bid"))).toBe(
      'guard "G" { for keywords\n  never pause \n  never raise bid above $5\n}\n',
    );
  });

  it("waits for a guard that ends", () => {
    expect(promiseEdit('guard "G" {\n  for ads\n', "pause")).toBeUndefined();
  });
});
