import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { GuardPage } from "~/features/rules/components/guard-page";

export const Route = createFileRoute("/_desk/rules/guards/$guardId")({
  component: function Page() {
    const { guardId } = Route.useParams();
    return (
      <Permitted permission="rules.read">
        <GuardPage guardId={guardId} />
      </Permitted>
    );
  },
});
