import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import type { DecisionFilter } from "~/features/decisions/api/list-decisions";
import { DecisionList } from "~/features/decisions/components/decision-list";
import { outcomes } from "~/features/decisions/model/outcomes";
import { isDay } from "~/shared/lib/day-range";
import { oneOf, text } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/decisions/")({
  validateSearch: (search: Record<string, unknown>): DecisionFilter => ({
    rule: text(search.rule),
    of: text(search.of),
    campaign: text(search.campaign),
    account: text(search.account),
    outcome: oneOf(outcomes, search.outcome),
    from: isDay(search.from) ? search.from : undefined,
    to: isDay(search.to) ? search.to : undefined,
  }),
  component: function DecisionsPage() {
    const filter = Route.useSearch();
    return (
      <Permitted permission="decisions.read">
        <DecisionList filter={filter} />
      </Permitted>
    );
  },
});
