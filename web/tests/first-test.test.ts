import { describe, expect, it } from "vitest";
import { firstTest } from "~/features/rules/model/first-test";

const campaigns = { name: "Trim", scope: "campaigns on google", schedule: "every 1 hour" };

describe("a first test", () => {
  it("tells an ordinary history to the rule's level, in the money of its text", () => {
    expect(firstTest("when spend > $200", campaigns)).toContain(
      'test "leaves alone what runs as usual" of "Trim" {\n  at 2026-03-25 10:00\n  given campaign "Example" {\n    each of last 30 days { spend $10  conversions 1 }\n  }\n  expect nothing of "Example"\n}',
    );
    expect(firstTest("when spend > 90 EUR", campaigns)).toContain("spend €10");
    expect(firstTest("then pause", { ...campaigns, scope: "ad groups" })).toContain(
      'given ad group "Example" of campaign "Parent"',
    );
    expect(firstTest("then pause", { ...campaigns, scope: "keywords on google" })).toContain(
      'given keyword "example" in ad group "Group" of campaign "Parent"',
    );
  });

  it("looks when a rule looks that runs once a day", () => {
    expect(firstTest("", { ...campaigns, schedule: "every day at 07:30" })).toContain("at 2026-03-25 07:30");
  });
});
