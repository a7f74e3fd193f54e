import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { readText } from "~/shared/lib/files";
import { newestLines } from "../model/file";
import type { RateRow } from "./types";

/** A file of rates, or one day: both add rates and correct those of the same day, all of them or none. */
export function useSupplyRates() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (given: File | RateRow) =>
      given instanceof File
        ? body(
            api.PUT("/rates/file", {
              body: { name: given.name, text: newestLines(await readText(given)) },
            }),
          )
        : body(api.PUT("/rates/rows", { body: { rows: [given] } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["rates"] }),
  });
}
