import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const lookupQuery = (id: string) =>
  queryOptions({
    queryKey: ["lookups", "one", id],
    meta: { topics: ["rules"] },
    queryFn: ({ signal }) => body(api.GET("/lookups/{id}", { params: { path: { id } }, signal })),
  });
