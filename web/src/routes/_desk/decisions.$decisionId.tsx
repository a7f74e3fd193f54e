import { createFileRoute } from "@tanstack/react-router";
import { DecisionPage } from "~/app/pages/decision-page";
import { Permitted } from "~/app/shell/permitted";

export const Route = createFileRoute("/_desk/decisions/$decisionId")({
  component: function Page() {
    const { decisionId } = Route.useParams();
    return (
      <Permitted permission="decisions.read">
        <DecisionPage id={decisionId} />
      </Permitted>
    );
  },
});
