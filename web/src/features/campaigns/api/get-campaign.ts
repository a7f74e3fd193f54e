import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", "detail", id],
    queryFn: ({ signal }) => body(api.GET("/campaigns/{id}", { params: { path: { id } }, signal })),
  });
