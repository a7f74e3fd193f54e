import { createFileRoute } from "@tanstack/react-router";
import { NotFound } from "~/app/shell/page-states";
import { Permitted } from "~/app/shell/permitted";
import { ObjectPage } from "~/features/campaigns/components/object-page";

export const Route = createFileRoute("/_desk/campaigns/$campaignId_/objects/$objectId")({
  component: function Page() {
    const { campaignId, objectId } = Route.useParams();
    return (
      <Permitted permission="campaigns.read">
        <ObjectPage key={objectId} campaignId={campaignId} objectId={objectId} notFound={<NotFound />} />
      </Permitted>
    );
  },
});
