import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { AccountPage } from "~/features/connections/components/account-page";

export const Route = createFileRoute("/_desk/accounts/$accountId")({
  component: function Page() {
    const { accountId } = Route.useParams();
    return (
      <Permitted permission="accounts.read">
        <AccountPage key={accountId} id={accountId} />
      </Permitted>
    );
  },
});
