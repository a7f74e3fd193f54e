import { createFileRoute } from "@tanstack/react-router";
import { ObjectRoom } from "~/app/pages/campaign-room";
import { Permitted } from "~/app/shell/permitted";
import type { ObjectSearch } from "~/features/campaigns/components/object-page";
import { chartMetrics } from "~/features/campaigns/model/metrics";
import { readRange } from "~/shared/lib/day-range";
import { oneOf } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/campaigns/$campaignId_/objects/$objectId")({
  validateSearch: (search: Record<string, unknown>): ObjectSearch => ({
    ...readRange(search),
    metric: oneOf(chartMetrics, search.metric),
    about: oneOf(["history", "decisions"], search.about),
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
