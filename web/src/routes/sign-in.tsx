import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";
import { frontDoor } from "~/app/front-door";
import { SignInForm } from "~/features/identity/components/sign-in-form";
import { sessionQuery } from "~/shared/api/session";
import { ownPath } from "~/shared/lib/own-path";

export const Route = createFileRoute("/sign-in")({
  // Only a path of this desk may be returned to; an address of another site never. The key is always written: what a
  // validator leaves out, the router would pass on as it came.
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => ({
    next: ownPath(search.next),
  }),
  beforeLoad: async ({ context, search }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session) throw redirect({ href: search.next ?? frontDoor(session) });
  },
  component: SignInPage,
});

function SignInPage() {
  const { next } = Route.useSearch();
  const router = useRouter();
  return <SignInForm ended={next !== undefined} onSignedIn={() => router.history.push(next ?? "/")} />;
}
