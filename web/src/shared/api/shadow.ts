import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";

/** The shadow of a rule, with what it would have done; null where none runs. */
export const shadowQuery = (id: string) =>
  queryOptions({
    queryKey: ["rules", "shadow", id],
    queryFn: async ({ signal }) =>
      (await body(api.GET("/rules/{id}/shadow", { params: { path: { id } }, signal }))).shadow,
  });
