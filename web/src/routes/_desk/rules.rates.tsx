import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { RatesPage } from "~/features/rates/components/rates-page";
import { text } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/rules/rates")({
  validateSearch: (search: Record<string, unknown>): { pair?: string | undefined } => ({
    pair: text(search.pair),
  }),
  component: function Page() {
    const { pair } = Route.useSearch();
    return (
      <Permitted permission="rules.read">
        <RatesPage pair={pair} />
      </Permitted>
    );
  },
});
