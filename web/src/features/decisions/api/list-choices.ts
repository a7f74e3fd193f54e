import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

interface Named {
  id: string;
  name: string;
}
const choices = (page: { data: readonly Named[] }) =>
  page.data.map(({ id, name }) => ({ value: id, label: name }));

/** The rules to filter by: their names only. */
export const ruleChoicesQuery = queryOptions({
  queryKey: ["rules", "choices"],
  queryFn: ({ signal }) => body(api.GET("/rules", { params: { query: { limit: 500 } }, signal })),
  select: choices,
});

/** The accounts to filter by: their names only. */
export const accountChoicesQuery = queryOptions({
  queryKey: ["accounts", "choices"],
  queryFn: ({ signal }) => body(api.GET("/accounts", { params: { query: { limit: 500 } }, signal })),
  select: choices,
});
