import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import type { CampaignFilter } from "~/features/campaigns/api/list-campaigns";
import { CampaignList } from "~/features/campaigns/components/campaign-list";
import { platforms, sortOf } from "~/features/campaigns/model/filter";
import { oneOf, text } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/campaigns/")({
  validateSearch: (search: Record<string, unknown>): CampaignFilter => ({
    q: text(search.q),
    account: text(search.account),
    brand: text(search.brand),
    platform: oneOf(platforms, search.platform),
    status: oneOf(["active", "paused"], search.status),
    sort: sortOf(search.sort),
  }),
  component: function CampaignsPage() {
    const filter = Route.useSearch();
    return (
      <Permitted permission="campaigns.read">
        <CampaignList filter={filter} />
      </Permitted>
    );
  },
});
