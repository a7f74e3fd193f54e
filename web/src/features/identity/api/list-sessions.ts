import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { OpenSession } from "./types";

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => body(pending.GET<{ data: OpenSession[] }>("/sessions", { signal })),
  select: ({ data }) => data,
});
