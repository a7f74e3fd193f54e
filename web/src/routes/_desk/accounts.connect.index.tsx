import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { ConnectStart } from "~/features/connections/components/connect-start";

export const Route = createFileRoute("/_desk/accounts/connect/")({
  // Where the platform's answer lands when it belongs to no sign-in of this session.
  validateSearch: (search: Record<string, unknown>): { problem?: string | undefined } => ({
    problem: typeof search.problem === "string" ? search.problem : undefined,
  }),
  component: function ConnectPage() {
    const { problem } = Route.useSearch();
    return (
      <Permitted permission="accounts.write">
        <ConnectStart problem={problem} />
      </Permitted>
    );
  },
});
