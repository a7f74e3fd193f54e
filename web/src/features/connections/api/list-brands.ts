import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Brand } from "./types";

export const brandsQuery = queryOptions({
  queryKey: ["accounts", "brands"],
  queryFn: ({ signal }) => body(pending.GET<{ data: Brand[] }>("/brands", { signal })),
  select: ({ data }) => data,
});
