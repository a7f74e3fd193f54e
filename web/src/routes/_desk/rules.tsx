import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { RuleList } from "~/features/rules/components/rule-list";

export const Route = createFileRoute("/_desk/rules")({
  validateSearch: (search: Record<string, unknown>): { rule?: string | undefined } => ({
    rule: typeof search.rule === "string" ? search.rule : undefined,
  }),
  component: function RulesPage() {
    const { rule } = Route.useSearch();
    return (
      <Permitted permission="rules.read">
        <RuleList opened={rule} />
      </Permitted>
    );
  },
});
