import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** Mailboxes and counters move without a hint; every two seconds is as fast as a person reads. */
export const EVERY_MS = 2_000;

export const actorsQuery = queryOptions({
  queryKey: ["actors"],
  queryFn: ({ signal }) => body(api.GET("/actors", { signal })),
  refetchInterval: EVERY_MS,
});
