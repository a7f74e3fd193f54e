import { useMutation, useQueryClient } from "@tanstack/react-query";
import { body, pending } from "~/shared/api/client";
import { brandsQuery } from "./list-brands";
import type { Brand } from "./types";

export function useCreateBrand() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => body(pending.POST<Brand>("/brands", { body: { name } })),
    onSettled: () => queries.invalidateQueries({ queryKey: brandsQuery.queryKey }),
  });
}
