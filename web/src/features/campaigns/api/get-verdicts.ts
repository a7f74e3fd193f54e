import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** What every rule says about one campaign now; asked anew by hints about the campaign's data and about rules. */
export const verdictsQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", "rules", id],
    meta: { topics: ["actions", "rules"] },
    queryFn: ({ signal }) => body(api.GET("/campaigns/{id}/rules", { params: { path: { id } }, signal })),
  });
