import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

interface Named {
  id: string;
  name: string;
}
const choices = (page: { data: readonly Named[] }) =>
  page.data.map(({ id, name }) => ({ value: id, label: name }));

/** What the inbox can be narrowed to: names only. */
export const ruleChoicesQuery = queryOptions({
  queryKey: ["rules", "choices"],
  queryFn: ({ signal }) => body(api.GET("/rules", { params: { query: { limit: 500 } }, signal })),
  select: choices,
});

export const accountChoicesQuery = queryOptions({
  queryKey: ["accounts", "choices"],
  queryFn: ({ signal }) => body(api.GET("/accounts", { params: { query: { limit: 500 } }, signal })),
  select: choices,
});

export const brandChoicesQuery = queryOptions({
  queryKey: ["brands", "choices"],
  queryFn: ({ signal }) => body(api.GET("/brands", { signal })),
  select: choices,
});
