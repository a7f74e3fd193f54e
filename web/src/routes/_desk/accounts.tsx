import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { AccountList } from "~/features/connections/components/account-list";

export const Route = createFileRoute("/_desk/accounts")({
  component: () => (
    <Permitted permission="accounts.read">
      <AccountList />
    </Permitted>
  ),
});
