// What of the library is shown, as the address has it.
import type { Platform } from "~/shared/api/types";
import type { LibraryItem } from "../api/types";

export interface LibraryView {
  q?: string | undefined;
  platform?: Platform | undefined;
  folder?: string | undefined;
  entry?: string | undefined;
}

export const matches = (entry: LibraryItem, { q, platform, folder }: LibraryView) => {
  const words = `${entry.name} ${entry.doc} ${entry.folder} ${entry.in_plain_words}`.toLowerCase();
  return (
    (platform === undefined || entry.platforms.includes(platform)) &&
    (folder === undefined || entry.folder === folder) &&
    (q ?? "")
      .toLowerCase()
      .split(/\s+/)
      .every((word) => words.includes(word))
  );
};
