import { createFileRoute } from "@tanstack/react-router";
import { CampaignRoom } from "~/app/pages/campaign-room";
import { Permitted } from "~/app/shell/permitted";
import type { CampaignSearch } from "~/features/campaigns/components/campaign-page";
import { chartMetrics } from "~/features/campaigns/model/metrics";
import { readRange } from "~/shared/lib/day-range";
import { oneOf } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/campaigns/$campaignId")({
  validateSearch: (search: Record<string, unknown>): CampaignSearch => ({
    ...readRange(search),
    metric: oneOf(chartMetrics, search.metric),
    about: oneOf(["history", "decisions"], search.about),
  }),
  component: function Page() {
    const { campaignId } = Route.useParams();
    const search = Route.useSearch();
    return (
      <Permitted permission="campaigns.read">
        <CampaignRoom id={campaignId} search={search} />
      </Permitted>
    );
  },
});
