import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { GuardList } from "~/features/rules/components/guard-list";

export const Route = createFileRoute("/_desk/rules/guards/")({
  component: function GuardsPage() {
    return (
      <Permitted permission="rules.read">
        <GuardList />
      </Permitted>
    );
  },
});
