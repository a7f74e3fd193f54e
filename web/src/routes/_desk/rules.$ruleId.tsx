import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { RulePage } from "~/features/rules/components/rule-page";

export const Route = createFileRoute("/_desk/rules/$ruleId")({
  component: function Page() {
    const { ruleId } = Route.useParams();
    return (
      <Permitted permission="rules.read">
        <RulePage ruleId={ruleId} />
      </Permitted>
    );
  },
});
