import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const actionQuery = (id: string) =>
  queryOptions({
    queryKey: ["actions", "detail", id],
    queryFn: ({ signal }) => body(api.GET("/actions/{id}", { params: { path: { id } }, signal })),
  });
