import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Connection } from "./types";

/** While a person is at the platform's own page, nothing tells this one but asking. */
const WHILE_AWAY_MS = 3_000;

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ["accounts", "connection", id],
    queryFn: ({ signal }) =>
      body(pending.GET<Connection>("/connections/{id}", { params: { path: { id } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? WHILE_AWAY_MS : false),
  });
