import { useQuery } from "@tanstack/react-query";
import { createFileRoute, redirect, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { frontDoors } from "~/app/front-door";
import { Shell } from "~/app/shell/shell";
import { sessionQuery } from "~/shared/api/session";

export const Route = createFileRoute("/_desk")({
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session) return;
    throw redirect({
      to: "/sign-in",
      search: frontDoors.includes(location.href) ? {} : { next: location.href },
    });
  },
  component: Desk,
});

/** Everything behind sign-in. When a session ends while somebody works, the guard above runs again and leads to sign-in. */
function Desk() {
  const { data: session } = useQuery(sessionQuery);
  const router = useRouter();
  const ended = session === null;
  useEffect(() => {
    if (ended) void router.invalidate();
  }, [ended, router]);
  return session ? <Shell /> : null;
}
