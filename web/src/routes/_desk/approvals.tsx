import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { Inbox } from "~/features/actions/components/inbox";
import { type Tab, tabs } from "~/features/actions/model/states";
import { Explanation } from "~/features/decisions/components/explanation";

interface Search {
  tab?: Tab | undefined;
  item?: string | undefined;
  rule?: string | undefined;
  campaign?: string | undefined;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export const Route = createFileRoute("/_desk/approvals")({
  validateSearch: (search: Record<string, unknown>): Search => ({
    tab: tabs.find((tab) => tab === search.tab),
    item: text(search.item),
    rule: text(search.rule),
    campaign: text(search.campaign),
  }),
  component: ApprovalsPage,
});

function ApprovalsPage() {
  const { tab = "waiting", item, rule, campaign } = Route.useSearch();
  return (
    <Permitted permission="actions.read">
      <Inbox
        key={`${tab} ${rule ?? ""} ${campaign ?? ""}`}
        view={{ tab, item, rule, campaign }}
        explanation={(decisionId) => <Explanation decisionId={decisionId} />}
      />
    </Permitted>
  );
}
