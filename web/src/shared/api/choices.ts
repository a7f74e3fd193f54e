// What lists can be narrowed to, by name: every rule, account and brand there is.
import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";
import { everyPage } from "./every-page";

interface Named {
  id: string;
  name: string;
}
const choices = (rows: readonly Named[]) => rows.map(({ id, name }) => ({ value: id, label: name }));

export const ruleChoicesQuery = queryOptions({
  queryKey: ["rules", "choices"],
  queryFn: ({ signal }) => everyPage((query) => body(api.GET("/rules", { params: { query }, signal }))),
  select: choices,
});

export const accountChoicesQuery = queryOptions({
  queryKey: ["accounts", "choices"],
  queryFn: ({ signal }) => everyPage((query) => body(api.GET("/accounts", { params: { query }, signal }))),
  select: choices,
});

export const brandChoicesQuery = queryOptions({
  queryKey: ["brands", "choices"],
  queryFn: ({ signal }) => body(api.GET("/brands", { signal })),
  select: ({ data }) => choices(data),
});
