import { describe, expect, it } from "vitest";
import type { RuleFinding } from "~/features/rules/api/types";
import { conflictsOf } from "~/features/rules/model/conflicts";

const account: RuleFinding["account"] = {
  id: "a1",
  name: "Northwind US",
  platform: "google",
  currency: "USD",
  time_zone: "America/New_York",
};

function found(message: string, ...places: [rule: string, text: string][]): RuleFinding {
  return {
    code: "W0801",
    message,
    help: "",
    answer: "shown",
    account,
    places: places.map(([rule, text]) => ({ rule_id: null, rule, text, span: null })),
    example: null,
    obstacle: null,
    docs: "/docs/diagnostics/W0801",
  };
}

describe("what was found about rules together", () => {
  it("is one conflict for each pair of rules, whichever of the two comes first", () => {
    const all = conflictsOf([
      found("one raises, the other cuts", ["Scale", "raise by 20%"], ["Trim", "cut by 15%"]),
      found("one pauses, the other raises", ["Stop", "pause"], ["Scale", "raise by 20%"]),
      found("one raises, the other cuts", ["Scale", "raise by 10%"], ["Trim", "cut by 15%"]),
      found("one adds nothing", ["Trim", "cut by 15%"], ["Scale", "raise by 10%"]),
    ]);
    expect(
      all.map(({ statements }) => statements.map((each) => [each.message, each.witnesses.length])),
    ).toEqual([
      [
        ["one raises, the other cuts", 2],
        ["one adds nothing", 1],
      ],
      [["one pauses, the other raises", 1]],
    ]);
  });

  it("keeps what is said about one rule alone apart", () => {
    const all = conflictsOf([
      found("it raises again and again", ["Scale", "raise by 20%"]),
      found("nothing lets go of it", ["Scale", "hold"]),
    ]);
    expect(all).toHaveLength(2);
  });
});
