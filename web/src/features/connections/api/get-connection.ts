import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

/** While a person is at the platform's own page, nothing tells this one but asking. */
const WHILE_AWAY_MS = 3_000;

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ["accounts", "connection", id],
    queryFn: ({ signal }) => body(api.GET("/connections/{id}", { params: { path: { id } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? WHILE_AWAY_MS : false),
  });
