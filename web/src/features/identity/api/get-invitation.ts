import { queryOptions } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import type { Invitation } from "./types";

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) =>
      body(pending.GET<Invitation>("/invite", { params: { query: { token } }, signal })),
  });
