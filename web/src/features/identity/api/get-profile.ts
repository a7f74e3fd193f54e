import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";

export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: ({ signal }) => body(api.GET("/profile", { signal })),
});
