import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import { brandsQuery } from "./list-brands";

export function useCreateBrand() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => body(api.POST("/brands", { body: { name } })),
    onSettled: () => queries.invalidateQueries({ queryKey: brandsQuery.queryKey }),
  });
}
