import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { ActorTree } from "./types";

/** Mailboxes and counters move without a hint; every two seconds is as fast as a person reads. */
export const EVERY_MS = 2_000;

export const actorsQuery = queryOptions({
  queryKey: ["actors"],
  queryFn: ({ signal }) => body(pending.GET<ActorTree>("/actors", { signal })),
  refetchInterval: EVERY_MS,
});
