import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { ActorTree } from "~/features/supervision/components/actor-tree";

export const Route = createFileRoute("/_desk/actors")({
  validateSearch: (search: Record<string, unknown>): { only?: "all" | "unwell" | undefined } => ({
    only: search.only === "unwell" ? "unwell" : undefined,
  }),
  component: function ActorsPage() {
    const { only = "all" } = Route.useSearch();
    return (
      <Permitted permission="actors.read">
        <ActorTree only={only} />
      </Permitted>
    );
  },
});
