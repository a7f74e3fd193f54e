import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** Every version of a rule, the latest first. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["rules", "versions", id],
    queryFn: async ({ signal }) => {
      const { data } = await body(api.GET("/rules/{id}/versions", { params: { path: { id } }, signal }));
      return [...data].sort((a, b) => b.version - a.version);
    },
  });
