import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { type AccountFilter, AccountList } from "~/features/connections/components/account-list";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export const Route = createFileRoute("/_desk/accounts/")({
  validateSearch: (search: Record<string, unknown>): AccountFilter => ({
    // A search for an account's number arrives as a number.
    q: typeof search.q === "number" ? String(search.q) : text(search.q),
    only: search.only === "unwell" ? "unwell" : undefined,
    brand: text(search.brand),
  }),
  component: function AccountsPage() {
    const filter = Route.useSearch();
    return (
      <Permitted permission="accounts.read">
        <AccountList filter={filter} />
      </Permitted>
    );
  },
});
