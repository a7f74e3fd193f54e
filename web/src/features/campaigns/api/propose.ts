import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "~/shared/api/client";
import type { ActionDetail, ActionSummary, CampaignActionPreview, Money } from "~/shared/api/types";

/** What a person can do to a campaign: it has no bid, and its targets are set by rules. */
export type ProposalKind = Extract<ActionSummary["kind"], "pause" | "resume" | "set_budget">;

export interface Proposal {
  kind: ProposalKind;
  budget?: Money;
}

/** What a person's change would do and who would have to agree, without proposing it. */
export const dryRunQuery = (id: string, proposal: Proposal) =>
  queryOptions({
    queryKey: ["actions", "dry-run", id, proposal],
    queryFn: async ({ signal }) =>
      (await body(
        api.POST("/campaigns/{id}/actions", {
          params: { path: { id } },
          body: { ...proposal, reason: "", dry_run: true },
          signal,
        }),
      )) as CampaignActionPreview,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });

export function usePropose(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ proposal, reason }: { proposal: Proposal; reason: string }) =>
      (await body(
        api.POST("/campaigns/{id}/actions", { params: { path: { id } }, body: { ...proposal, reason } }),
      )) as ActionDetail,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["actions"] }),
        queries.invalidateQueries({ queryKey: ["campaigns"] }),
      ]),
  });
}
