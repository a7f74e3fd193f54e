import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Member } from "./types";

export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: ({ signal }) => body(pending.GET<{ data: Member[] }>("/members", { signal })),
  select: ({ data }) => data,
});
