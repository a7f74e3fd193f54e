import { createFileRoute } from "@tanstack/react-router";
import { Appearance } from "~/app/shell/appearance";
import { ProfilePage } from "~/features/identity/components/profile-page";

export const Route = createFileRoute("/_desk/profile")({
  component: () => <ProfilePage appearance={<Appearance />} />,
});
