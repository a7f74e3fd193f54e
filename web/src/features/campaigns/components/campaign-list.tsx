import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { IconSpeakerphone } from "~/shared/ui/icons";
import { LongTable } from "~/shared/ui/long-table/long-table";
import { Page } from "~/shared/ui/page";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { type CampaignFilter, campaignsQuery } from "../api/list-campaigns";
import { DEFAULT_SORT } from "../model/filter";
import { campaignColumns } from "./campaign-columns";
import { CampaignFilters, isNarrowed } from "./campaign-filters";
import styles from "./campaign-list.module.css";

/** All campaigns of all accounts; the server narrows, orders and pages, the browser holds what is near the window. */
export function CampaignList({ filter }: { filter: CampaignFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/campaigns/" });
  const list = useInfiniteQuery(campaignsQuery(filter));
  const campaigns = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  const columns = useMemo(() => campaignColumns(t), [t]);
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const narrowed = isNarrowed(filter);

  return (
    <Page title={t("campaigns.title")} lead={t("campaigns.lead")}>
      <CampaignFilters filter={filter} />
      {list.isPending ? (
        <RowsSkeleton rows={12} height={54} />
      ) : list.error && campaigns.length === 0 ? (
        <LoadFailure error={list.error} retry={() => void list.refetch()} />
      ) : campaigns.length === 0 ? (
        <Note
          icon={IconSpeakerphone}
          title={
            filter.q !== undefined
              ? t("campaigns.noMatch", { q: filter.q })
              : narrowed
                ? t("campaigns.noMatchPlain")
                : t("campaigns.empty")
          }
          help={narrowed ? undefined : t("campaigns.emptyHelp")}
          role="status"
        />
      ) : (
        <div className={styles.results} data-stale={list.isPlaceholderData || undefined}>
          <LongTable
            label={t("campaigns.title")}
            columns={columns}
            rows={campaigns}
            rowKey={({ id }) => id}
            sort={filter.sort ?? DEFAULT_SORT}
            onSort={(sort) =>
              void navigate({
                search: (before) => ({ ...before, sort: sort === DEFAULT_SORT ? undefined : sort }),
                replace: true,
                resetScroll: false,
              })
            }
            hasMore={list.hasNextPage}
            loadingMore={list.isFetchingNextPage}
            onMore={more}
          />
          <p className={styles.foot} role="status">
            {t(list.hasNextPage ? "campaigns.countMore" : "campaigns.count", { count: campaigns.length })}
          </p>
        </div>
      )}
    </Page>
  );
}
