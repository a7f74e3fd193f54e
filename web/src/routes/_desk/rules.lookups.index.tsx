import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { LookupList } from "~/features/lookups/components/lookup-list";

export const Route = createFileRoute("/_desk/rules/lookups/")({
  component: function LookupsPage() {
    return (
      <Permitted permission="rules.read">
        <LookupList />
      </Permitted>
    );
  },
});
