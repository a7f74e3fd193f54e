import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { ActorTree, type ActorView } from "~/features/supervision/components/actor-tree";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export const Route = createFileRoute("/_desk/actors")({
  validateSearch: (search: Record<string, unknown>): ActorView => ({
    only: search.only === "unwell" ? "unwell" : undefined,
    q: typeof search.q === "number" ? String(search.q) : text(search.q),
    actor: text(search.actor),
  }),
  component: function ActorsPage() {
    const view = Route.useSearch();
    return (
      <Permitted permission="actors.read">
        <ActorTree view={view} />
      </Permitted>
    );
  },
});
