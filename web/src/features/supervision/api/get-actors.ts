import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const actorsQuery = queryOptions({
  queryKey: ["actors"],
  queryFn: ({ signal }) => body(api.GET("/actors", { signal })),
  // Mailboxes and counters move without a hint; every two seconds is as fast as a person reads.
  refetchInterval: 2_000,
});
