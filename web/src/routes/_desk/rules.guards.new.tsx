import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { NewGuardPage } from "~/features/rules/components/guard-page";

export const Route = createFileRoute("/_desk/rules/guards/new")({
  component: function Page() {
    return (
      <Permitted permission="guards.write">
        <NewGuardPage />
      </Permitted>
    );
  },
});
