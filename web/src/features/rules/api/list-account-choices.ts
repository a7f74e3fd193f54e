import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** The accounts to choose from: their names only. */
export const accountChoicesQuery = queryOptions({
  queryKey: ["accounts", "choices"],
  queryFn: ({ signal }) => body(api.GET("/accounts", { params: { query: { limit: 500 } }, signal })),
  select: ({ data }) => data.map(({ id, name }) => ({ value: id, label: name })),
});
