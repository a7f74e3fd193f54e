// The numbers that can be drawn for a campaign beside its spend.
import type { DayCell } from "~/shared/api/types";

export const chartMetrics = ["conversions", "revenue", "roas", "cpa", "clicks", "ctr"] as const;
export type ChartMetric = (typeof chartMetrics)[number];

/** One day's value; null where nothing is known or nothing can be divided by. */
export function metricOf(cell: DayCell, metric: ChartMetric | "spend"): number | null {
  if (!cell.known) return null;
  const { spend, revenue, conversions, clicks, impressions } = cell;
  switch (metric) {
    case "spend":
      return spend;
    case "revenue":
      return revenue;
    case "conversions":
      return conversions;
    case "clicks":
      return clicks;
    case "roas":
      return spend > 0 ? revenue / spend : null;
    case "cpa":
      return conversions > 0 ? spend / conversions : null;
    case "ctr":
      return impressions > 0 ? clicks / impressions : null;
  }
}
