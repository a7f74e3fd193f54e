import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { NewRulePage } from "~/features/rules/components/rule-page";

export const Route = createFileRoute("/_desk/rules/new")({
  validateSearch: (search: Record<string, unknown>): { from?: string | undefined } => ({
    from: typeof search.from === "string" && /^[\w-]{1,64}$/.test(search.from) ? search.from : undefined,
  }),
  component: function Page() {
    const { from } = Route.useSearch();
    return (
      <Permitted permission="rules.write">
        <NewRulePage from={from} />
      </Permitted>
    );
  },
});
