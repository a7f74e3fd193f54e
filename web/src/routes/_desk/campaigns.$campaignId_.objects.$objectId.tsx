import { createFileRoute } from "@tanstack/react-router";
import { ObjectRoom } from "~/app/pages/campaign-room";
import { Permitted } from "~/app/shell/permitted";
import type { ResultsSearch } from "~/features/campaigns/components/chosen-results";
import { chartMetrics } from "~/features/campaigns/model/metrics";
import { readRange } from "~/shared/lib/day-range";
import { oneOf } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/campaigns/$campaignId_/objects/$objectId")({
  validateSearch: (search: Record<string, unknown>): ResultsSearch => ({
    ...readRange(search),
    metric: oneOf(chartMetrics, search.metric),
  }),
  component: function Page() {
    const { objectId } = Route.useParams();
    const search = Route.useSearch();
    return (
      <Permitted permission="campaigns.read">
        <ObjectRoom id={objectId} search={search} />
      </Permitted>
    );
  },
});
