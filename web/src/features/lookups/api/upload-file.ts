import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { readText } from "~/shared/lib/files";

/** Puts the rows of a file in the place of those that are there; with one bad line, none. */
export function useUploadFile(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) =>
      body(
        api.PUT("/lookups/{id}/file", {
          params: { path: { id } },
          body: { name: file.name, text: await readText(file) },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["lookups"] }),
  });
}
