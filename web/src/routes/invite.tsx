import { useQueryClient } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { InvitationForm } from "~/features/identity/components/invitation-form";
import { sessionQuery } from "~/shared/api/session";

export const Route = createFileRoute("/invite")({
  // A token of digits alone arrives as a number.
  validateSearch: (search: Record<string, unknown>): { token?: string | undefined } => ({
    token:
      typeof search.token === "string" || typeof search.token === "number" ? String(search.token) : undefined,
  }),
  component: InvitePage,
});

function InvitePage() {
  const { token } = Route.useSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <InvitationForm
      token={token}
      onDone={() => {
        // Whoever was signed in at this browser before leaves nothing behind.
        const session = queries.getQueryData(sessionQuery.queryKey);
        queries.clear();
        queries.setQueryData(sessionQuery.queryKey, session);
        void navigate({ to: "/" });
      }}
    />
  );
}
