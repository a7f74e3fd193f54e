import { createFileRoute } from "@tanstack/react-router";
import { Permitted } from "~/app/shell/permitted";
import { Library } from "~/features/rules/components/library";
import type { LibraryView } from "~/features/rules/model/library";
import type { Platform } from "~/shared/api/types";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const platforms: readonly Platform[] = ["google", "meta", "tiktok", "amazon"];

export const Route = createFileRoute("/_desk/rules/library")({
  validateSearch: (search: Record<string, unknown>): LibraryView => ({
    q: text(search.q),
    platform: platforms.find((platform) => platform === search.platform),
    folder: text(search.folder),
    entry: text(search.entry),
  }),
  component: function LibraryPage() {
    const view = Route.useSearch();
    return (
      <Permitted permission="rules.read">
        <Library view={view} />
      </Permitted>
    );
  },
});
