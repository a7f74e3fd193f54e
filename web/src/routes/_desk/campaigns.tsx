import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { CampaignList } from "~/features/campaigns/components/campaign-list";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export const Route = createFileRoute("/_desk/campaigns")({
  validateSearch: (
    search: Record<string, unknown>,
  ): { q?: string | undefined; account?: string | undefined } => ({
    // A search for `2024` arrives as a number.
    q: typeof search.q === "number" ? String(search.q) : text(search.q),
    account: text(search.account),
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
