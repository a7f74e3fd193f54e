import { createFileRoute, redirect } from "@tanstack/react-router";
import { frontDoor } from "~/app/front-door";
import { sessionQuery } from "~/shared/api/session";

export const Route = createFileRoute("/")({
  beforeLoad: async ({ context }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session) throw redirect({ to: frontDoor(session) });
    throw redirect({ to: "/sign-in", search: {} });
  },
});
