import { queryOptions } from "@tanstack/react-query";
import { body } from "~/shared/api/client";
import { rulesApi } from "./types";

export const guardsQuery = queryOptions({
  queryKey: ["guards", "list"],
  queryFn: async ({ signal }) => (await body(rulesApi.GET("/guards", { signal }))).data,
});
