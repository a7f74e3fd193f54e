import { queryOptions } from "@tanstack/react-query";
import { api, tagged } from "~/shared/api/client";
import type { AccountDetail } from "~/shared/api/types";

/** A first sync moves on faster than hints are worth sending. */
const WHILE_READING_MS = 2_000;

const isReading = ({ first_sync, sync }: AccountDetail) =>
  first_sync?.state === "waiting" || first_sync?.state === "running" || sync.running;

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ["accounts", "detail", id],
    queryFn: ({ signal }) => tagged(api.GET("/accounts/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isReading(state.data.value) ? WHILE_READING_MS : false),
  });
