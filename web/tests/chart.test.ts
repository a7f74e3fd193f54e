import { describe, expect, it } from "vitest";
import { deliveryBeside } from "~/features/campaigns/components/campaign-status";
import { formatMoney, MICROS } from "~/shared/lib/money";
import { drawingOf, type Words } from "~/shared/ui/chart/option";
import type { Colours } from "~/shared/ui/chart/palette";
import type { DaySeries } from "~/shared/ui/chart/series";

const colours = new Proxy({} as Colours, { get: () => "#000000" });
const words = {} as Words;

const spend = (values: DaySeries["values"], before?: DaySeries["values"]): DaySeries => ({
  id: "spend",
  name: "Spend",
  values,
  before,
  format: (micros) => formatMoney({ micros, currency: "USD" }, { compact: true }),
  one: MICROS,
  look: "bars",
  axis: "left",
});

function leftAxis(series: DaySeries) {
  const days = series.values.map((_, at) => `2026-11-0${at + 1}`);
  const { yAxis } = drawingOf({ days, series: [series] }, colours, words, { still: true, width: 600 });
  return (Array.isArray(yAxis) ? yAxis[0] : yAxis) as { max?: number; interval?: number };
}

describe("the scale of a chart", () => {
  it("goes up to one unit where nothing was spent, not to a millionth of it", () => {
    expect(leftAxis(spend([0, null, 0], [0, 0, 0]))).toMatchObject({ max: MICROS, interval: MICROS });
  });

  it("is found from the values where there are any, of these days or of those before", () => {
    expect(leftAxis(spend([0, 3 * MICROS])).max).toBeUndefined();
    expect(leftAxis(spend([0, 0], [0, 3 * MICROS])).max).toBeUndefined();
  });
});

describe("what the platform says of delivery", () => {
  it("stands beside the status only where it says more", () => {
    expect(deliveryBeside({ status: "paused", delivery: "Paused" })).toBeUndefined();
    expect(deliveryBeside({ status: "active", delivery: "" })).toBeUndefined();
    expect(deliveryBeside({ status: "active", delivery: "limited by budget" })).toBe("Limited by budget");
    expect(deliveryBeside({ status: "active", delivery: "not_eligible" })).toBe("Not eligible");
  });
});
