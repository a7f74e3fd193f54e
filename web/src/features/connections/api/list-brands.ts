import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const brandsQuery = queryOptions({
  queryKey: ["accounts", "brands"],
  queryFn: ({ signal }) => body(api.GET("/brands", { signal })),
  select: ({ data }) => data,
});
