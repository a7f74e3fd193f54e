import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { LookupPage } from "~/features/lookups/components/lookup-page";

export const Route = createFileRoute("/_desk/rules/lookups/$lookupId")({
  component: function Page() {
    const { lookupId } = Route.useParams();
    return (
      <Permitted permission="rules.read">
        <LookupPage lookupId={lookupId} />
      </Permitted>
    );
  },
});
