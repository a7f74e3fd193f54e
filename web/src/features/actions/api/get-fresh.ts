import { queryOptions } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { ActionSummary } from "~/shared/api/types";

/** The proposal that took the place of one that ended without running: the one that waits for the same setting. */
export const freshProposalQuery = (ended: ActionSummary) =>
  queryOptions({
    queryKey: ["actions", "fresh", ended.id],
    queryFn: async ({ signal }) => {
      const campaign = ended.campaign?.id;
      const page = await body(
        api.GET("/actions", {
          params: {
            query: {
              state: "awaiting_approval,approved",
              limit: 50,
              ...(campaign === undefined ? { account: ended.account.id } : { campaign }),
            },
          },
          signal,
        }),
      );
      return (
        page.data.find(
          ({ id, property, target }) =>
            id !== ended.id &&
            property === ended.property &&
            target.kind === ended.target.kind &&
            target.external_id === ended.target.external_id,
        ) ?? null
      );
    },
  });
