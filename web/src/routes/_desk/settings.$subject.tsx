import { createFileRoute, redirect } from "@tanstack/react-router";

/** Where notifications lead for people, the organisation and one's own profile. */
export const Route = createFileRoute("/_desk/settings/$subject")({
  beforeLoad: ({ params: { subject } }) => {
    if (subject === "profile") throw redirect({ to: "/profile", replace: true });
    throw redirect({
      to: "/people",
      search: subject === "organisation" ? { show: "organisation" } : {},
      replace: true,
    });
  },
});
