import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { OrganisationSettings } from "~/features/organisation/components/organisation-settings";
import { PeoplePage, type PeopleTab, peopleTabs } from "~/features/people/components/people-page";

export const Route = createFileRoute("/_desk/people")({
  validateSearch: (search: Record<string, unknown>): { show?: PeopleTab | undefined } => ({
    show: peopleTabs.find((tab) => tab === search.show),
  }),
  component: function People() {
    const { show = "members" } = Route.useSearch();
    const page = <PeoplePage tab={show} organisation={<OrganisationSettings />} />;
    return show === "organisation" ? page : <Permitted permission="members.read">{page}</Permitted>;
  },
});
