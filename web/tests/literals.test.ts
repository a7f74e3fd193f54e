import { describe, expect, it } from "vitest";
import type { Param } from "~/features/rules/api/types";
import { faultOf, fieldOf, literalOf, sameLiteral } from "~/features/rules/model/literal";

const param = (type: Param["type"], rest: Partial<Param> = {}): Param => ({
  name: "knob",
  type,
  help: null,
  default: "",
  min: null,
  max: null,
  value: "",
  ...rest,
});

describe("a parameter's literal", () => {
  it.each([
    ["money", "$45, 40 EUR"],
    ["money", "$1,204.50"],
    ["money", "1,500 SEK, 90 EUR"],
    ["percent", "20%"],
    ["percent", "2.5%"],
    ["ratio", "3.5"],
    ["count", "1,204"],
    ["duration", "7d"],
    ["bool", "true"],
    ["text", '"Prospecting \\"A\\" \\\\ *"'],
  ] as const)("of kind %s is written as it was read: %s", (type, literal) => {
    expect(literalOf(fieldOf(type, literal))).toBe(literal);
  });

  it("reads the spellings of other hands", () => {
    expect(literalOf(fieldOf("money", "45 USD, €40"))).toBe("$45, 40 EUR");
    expect(literalOf(fieldOf("duration", "90 minutes"))).toBe("90m");
    expect(literalOf(fieldOf("duration", "2 weeks"))).toBe("2w");
    expect(sameLiteral("money", "$1000", "1,000 USD")).toBe(true);
    expect(sameLiteral("money", "$1000", "1,001 USD")).toBe(false);
  });

  it("is refused outside of its bounds, each currency by its own", () => {
    const bounded = param("money", { min: "$1, 1 EUR", max: "$500, 450 EUR" });
    expect(faultOf(bounded, fieldOf("money", "$500, 450 EUR"))).toBeUndefined();
    expect(faultOf(bounded, fieldOf("money", "$500, 451 EUR"))).toEqual({
      why: "above",
      bound: "$500, 450 EUR",
    });
    expect(faultOf(bounded, fieldOf("money", "$0.50, 2 EUR"))?.why).toBe("below");
    const days = param("duration", { min: "12h", max: "2w" });
    expect(faultOf(days, fieldOf("duration", "719m"))?.why).toBe("below");
    expect(faultOf(days, fieldOf("duration", "14d"))).toBeUndefined();
    expect(faultOf(days, fieldOf("duration", "15d"))?.why).toBe("above");
    const share = param("percent", { min: "1%", max: "50%" });
    expect(faultOf(share, fieldOf("percent", "50.1%"))?.why).toBe("above");
  });

  it("is refused when it is empty or no number", () => {
    expect(faultOf(param("count"), { kind: "number", unit: "count", value: "" })).toEqual({ why: "empty" });
    expect(faultOf(param("count"), { kind: "number", unit: "count", value: "1e9" })).toEqual({
      why: "number",
    });
    expect(faultOf(param("duration"), { kind: "duration", value: "1.5", unit: "d" })).toEqual({
      why: "whole",
    });
    expect(faultOf(param("text"), { kind: "text", value: "two\nlines" })).toEqual({ why: "text" });
  });
});
