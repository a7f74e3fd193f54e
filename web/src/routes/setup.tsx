import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { SetupForm } from "~/features/identity/components/setup-form";

export const Route = createFileRoute("/setup")({
  // A token of digits alone arrives as a number.
  validateSearch: (search: Record<string, unknown>): { token?: string | undefined } => ({
    token:
      typeof search.token === "string" || typeof search.token === "number" ? String(search.token) : undefined,
  }),
  component: SetupPage,
});

function SetupPage() {
  const { token } = Route.useSearch();
  const navigate = useNavigate();
  return <SetupForm token={token} onDone={() => void navigate({ to: "/accounts" })} />;
}
