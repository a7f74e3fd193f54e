import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { ImportRules } from "~/features/rules/components/import-rules";

export const Route = createFileRoute("/_desk/rules/import")({
  component: function ImportPage() {
    return (
      <Permitted permission="rules.write">
        <ImportRules />
      </Permitted>
    );
  },
});
