import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => body(api.GET("/invite", { params: { query: { token } }, signal })),
  });
