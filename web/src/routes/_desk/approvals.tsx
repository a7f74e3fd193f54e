import { createFileRoute, redirect } from "@tanstack/react-router";
import { RuleMark } from "~/app/pages/rule-mark";
import { Permitted } from "~/app/shell/permitted";
import { Inbox } from "~/features/actions/components/inbox";
import { type InboxSearch, kinds, orders } from "~/features/actions/model/filter";
import { tabs } from "~/features/actions/model/states";
import { Explanation } from "~/features/decisions/components/explanation";
import { oneOf, text } from "~/shared/lib/search";

export const Route = createFileRoute("/_desk/approvals")({
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({
    tab: oneOf(tabs, search.tab),
    selected: text(search.selected),
    rule: text(search.rule),
    campaign: text(search.campaign),
    account: text(search.account),
    brand: text(search.brand),
    kind: oneOf(kinds, search.kind),
    q: text(search.q),
    sort: oneOf(orders, search.sort),
  }),
  // The open change was once called `item`; what was noted down or mailed then still leads to it.
  beforeLoad: ({ search }) => {
    const { item, ...rest } = search as InboxSearch & { item?: unknown };
    const selected = rest.selected ?? text(item);
    if (item !== undefined)
      throw redirect({ to: "/approvals", search: { ...rest, selected }, replace: true });
  },
  component: ApprovalsPage,
});

function ApprovalsPage() {
  const { tab = "waiting", ...rest } = Route.useSearch();
  return (
    <Permitted permission="actions.read">
      <Inbox
        key={tab}
        view={{ tab, ...rest }}
        explanation={(decisionId, stopped) => <Explanation decisionId={decisionId} stopped={stopped} />}
        ruleMark={(decisionId) => <RuleMark decisionId={decisionId} />}
      />
    </Permitted>
  );
}
