import { createFileRoute, redirect } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { type RuleFilter, sorts } from "~/features/rules/api/list-rules";
import { RuleList } from "~/features/rules/components/rule-list";
import { ruleStates } from "~/features/rules/model/states";

interface Search extends RuleFilter {
  /** A link to one rule, as it was written before rules had an address of their own. */
  rule?: string | undefined;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export const Route = createFileRoute("/_desk/rules/")({
  validateSearch: (search: Record<string, unknown>): Search => ({
    q: text(search.q),
    state: ruleStates.find((state) => state === search.state),
    sort: sorts.find((sort) => sort === search.sort),
    rule: text(search.rule),
  }),
  beforeLoad: ({ search }) => {
    if (search.rule !== undefined)
      throw redirect({ to: "/rules/$ruleId", params: { ruleId: search.rule }, replace: true });
  },
  component: function RulesPage() {
    const { q, state, sort } = Route.useSearch();
    return (
      <Permitted permission="rules.read">
        <RuleList filter={{ q, state, sort }} />
      </Permitted>
    );
  },
});
