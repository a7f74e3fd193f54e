import { queryOptions } from "@tanstack/react-query";
import { api, tagged } from "~/shared/api/client";
import type { Guard } from "./types";

/** A guard as it was read, with the tag that a change of it must name. */
export type GuardOnPage = Guard & { etag: string };

export async function guardOnPage(call: Parameters<typeof tagged<Guard>>[0]): Promise<GuardOnPage> {
  const { value, etag } = await tagged(call);
  return { ...value, etag };
}

export const guardQuery = (id: string) =>
  queryOptions({
    queryKey: ["guards", "one", id],
    queryFn: ({ signal }) => guardOnPage(api.GET("/guards/{id}", { params: { path: { id } }, signal })),
  });
