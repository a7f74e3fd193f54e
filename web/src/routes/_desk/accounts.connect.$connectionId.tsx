import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { ConnectResume } from "~/features/connections/components/connect-resume";

export const Route = createFileRoute("/_desk/accounts/connect/$connectionId")({
  validateSearch: (search: Record<string, unknown>): { chosen?: string | undefined } => ({
    chosen: typeof search.chosen === "string" && search.chosen !== "" ? search.chosen : undefined,
  }),
  component: function ConnectionPage() {
    const { connectionId } = Route.useParams();
    const { chosen } = Route.useSearch();
    return (
      <Permitted permission="accounts.write">
        <ConnectResume key={connectionId} id={connectionId} chosen={chosen?.split(",")} />
      </Permitted>
    );
  },
});
