import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Profile } from "./types";

export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: ({ signal }) => body(pending.GET<Profile>("/profile", { signal })),
});
