import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Invite } from "./types";

export const invitesQuery = queryOptions({
  queryKey: ["invites"],
  queryFn: ({ signal }) => body(pending.GET<{ data: Invite[] }>("/invites", { signal })),
  select: ({ data }) => data,
});
