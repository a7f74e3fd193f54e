import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { PlatformChoice } from "./types";

export const platformsQuery = queryOptions({
  queryKey: ["accounts", "platforms"],
  queryFn: ({ signal }) =>
    body(pending.GET<{ data: PlatformChoice[] }>("/connections/platforms", { signal })),
  select: ({ data }) => data,
});
