import { describe, expect, it } from "vitest";
import type { GuardPromise, RuleFinding } from "~/features/rules/api/types";
import { conflictsOf } from "~/features/rules/model/conflicts";
import { withoutAnswer } from "~/features/rules/model/promise-answers";

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

describe("a guard's promise", () => {
  const promise = (answer: GuardPromise["answer"], in_words: string): GuardPromise => ({
    guard: "No runaway budgets",
    clause: "never raise budget above $1,000",
    answer,
    account,
    in_words,
  });

  it("says its answer once: the sentence goes on after it", () => {
    const why = "`Stop` gives back what it changed when its hold ends: see `pause`";
    expect(withoutAnswer(promise("enforced", `enforced at run time: ${why}`))).toBe(why);
    expect(withoutAnswer(promise("proved", "proved: no rule could ever break it"))).toBe(
      "no rule could ever break it",
    );
  });

  it("leaves a sentence whole that begins otherwise", () => {
    const broken = "without the check at run time `Scale` $1,000.00 → $1,200.00 would pass $1,000.00";
    expect(withoutAnswer(promise("broken", broken))).toBe(broken);
  });
});
