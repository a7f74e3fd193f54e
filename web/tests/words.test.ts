import { describe, expect, it } from "vitest";
import { withInstants } from "~/shared/lib/instants";
import { spoken } from "~/shared/lib/spoken";

describe("words of others", () => {
  it("are written as people write them", () => {
    expect(spoken("maximize_conversions")).toBe("Maximize conversions");
    expect(spoken("MANUAL_CPC")).toBe("Manual CPC");
    expect(spoken("target_roas")).toBe("Target ROAS");
    expect(spoken("cpcs_of_scpa")).toBe("Cpcs of scpa");
  });

  it("have their instants read in the zone they are about", () => {
    expect(withInstants("rests until 2026-11-18T16:00:00.173254Z, then acts", "Europe/Berlin")).toMatch(
      /^rests until Nov 18, (17:00|05:00 PM)( GMT\+1| CET)?, then acts$/,
    );
    expect(withInstants("nothing on 2026-11-18")).toBe("nothing on 2026-11-18");
  });
});
