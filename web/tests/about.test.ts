import { describe, expect, it } from "vitest";
import type { ObjectBelow } from "~/shared/api/types";
import { about, aboutItself, heldOn, objectName, standsIn } from "~/shared/lib/about";

const keyword: ObjectBelow = {
  id: "k1",
  level: "keyword",
  name: "running shoes",
  match_type: "exact",
  parent: "Shoes",
};
const group: ObjectBelow = { id: "g1", level: "ad_group", name: "Shoes", match_type: null, parent: null };
const campaign = { name: "Brand US" };
const account = { name: "Northwind US" };

describe("what a rule is about", () => {
  it("tells keywords of one text apart by their match type and by where they stand", () => {
    const phrase = { ...keyword, match_type: "phrase" };
    expect(objectName(keyword)).toBe("running shoes (exact)");
    expect(objectName(phrase)).not.toBe(objectName(keyword));
    expect(about({ campaign, object: keyword, account })).toBe("Brand US › Shoes › running shoes (exact)");
    expect(standsIn("Brand US", keyword)).toBe("Brand US › Shoes");
  });

  it("names the label that is held on something", () => {
    expect(heldOn("Brand US › Shoes", { label: "reviewed" })).toBe("Brand US › Shoes › reviewed");
    expect(heldOn("Brand US › Shoes", { label: null })).toBe("Brand US › Shoes");
  });

  it("names an ad group in its campaign, and an account by itself", () => {
    expect(about({ campaign, object: group, account })).toBe("Brand US › Shoes");
    expect(aboutItself({ campaign, object: group, account })).toBe("Shoes");
    expect(standsIn("Brand US", group)).toBe("Brand US");
    expect(about({ campaign: null, object: null, account })).toBe("Northwind US");
  });
});
