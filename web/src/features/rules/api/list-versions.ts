import { queryOptions } from "@tanstack/react-query";
import { body } from "~/shared/api/client";
import { rulesApi } from "./types";

/** Every version of a rule, the latest first. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["rules", "versions", id],
    queryFn: async ({ signal }) => {
      const { data } = await body(rulesApi.GET("/rules/{id}/versions", { params: { path: { id } }, signal }));
      return [...data].sort((a, b) => b.version - a.version);
    },
  });
