import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { Inbox } from "~/features/actions/components/inbox";
import { type InboxSearch, kinds, orders } from "~/features/actions/model/filter";
import { tabs } from "~/features/actions/model/states";
import { Explanation } from "~/features/decisions/components/explanation";
import { oneOf, text } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/approvals")({
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    tab: oneOf(tabs, search.tab),
    item: text(search.item),
    rule: text(search.rule),
    campaign: text(search.campaign),
    account: text(search.account),
    brand: text(search.brand),
    kind: oneOf(kinds, search.kind),
    q: text(search.q),
    sort: oneOf(orders, search.sort),
  }),
  component: ApprovalsPage,
});

function ApprovalsPage() {
  const { tab = "waiting", ...rest } = Route.useSearch();
  return (
    <Permitted permission="actions.read">
      <Inbox
        key={tab}
        view={{ tab, ...rest }}
        explanation={(decisionId) => <Explanation decisionId={decisionId} />}
      />
    </Permitted>
  );
}
