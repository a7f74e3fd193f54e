import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** What rules set on one campaign that still stands. */
export const holdsQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", "holds", id],
    meta: { topics: ["actions"] },
    queryFn: async ({ signal }) =>
      (await body(api.GET("/campaigns/{id}/holds", { params: { path: { id } }, signal }))).data,
  });
