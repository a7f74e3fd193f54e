import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const ratesQuery = queryOptions({
  queryKey: ["rates", "all"],
  meta: { topics: ["rules"] },
  queryFn: ({ signal }) => body(api.GET("/rates", { signal })),
});
