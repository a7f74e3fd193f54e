import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { OverviewPage, type OverviewSearch } from "~/features/overview/components/overview";
import { trendMetrics } from "~/features/overview/components/trend";
import { readRange } from "~/shared/lib/day-range";

export const Route = createFileRoute("/_desk/overview")({
  validateSearch: (search: Record<string, unknown>): OverviewSearch => ({
    ...readRange(search),
    metric: trendMetrics.find((metric) => metric === search.metric && metric !== "spend"),
    currency:
      typeof search.currency === "string" && /^[A-Z]{3}$/.test(search.currency) ? search.currency : undefined,
  }),
  component: function Overview() {
    const search = Route.useSearch();
    return (
      <Permitted permission="campaigns.read">
        <OverviewPage search={search} />
      </Permitted>
    );
  },
});
