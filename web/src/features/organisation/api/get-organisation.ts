import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** Whether everything is stopped concerns every page; a lost stream must not hide it for longer than this. */
const AT_LEAST_EVERY_MS = 15_000;

export const organisationQuery = queryOptions({
  queryKey: ["organisation"],
  queryFn: ({ signal }) => body(api.GET("/organisation", { signal })),
  refetchInterval: AT_LEAST_EVERY_MS,
});
