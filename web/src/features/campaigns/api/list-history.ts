import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { Subject } from "../model/subject";

const PAGE = 25;

/** A campaign's history tells of everything below it too. */
export const historyQuery = (of: Subject) =>
  infiniteQueryOptions({
    queryKey: ["campaigns", "history", of],
    meta: { topics: ["actions", "decisions"] },
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return body(
        "campaign" in of
          ? api.GET("/campaigns/{id}/history", { params: { path: { id: of.campaign }, query }, signal })
          : api.GET("/objects/{id}/history", { params: { path: { id: of.object }, query }, signal }),
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
