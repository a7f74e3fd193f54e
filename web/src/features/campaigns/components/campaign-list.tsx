import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "~/shared/api/types";
import { formatMoney } from "~/shared/lib/money";
import { formatConversions, formatRatio } from "~/shared/lib/numbers";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import {
  type Icon,
  IconCircleMinus,
  IconPlayerPause,
  IconPlayerPlay,
  IconSearch,
  IconSpeakerphone,
  IconStack2,
} from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import type { Tone } from "~/shared/ui/tone";
import { accountChoicesQuery, type CampaignFilter, campaignsQuery } from "../api/list-campaigns";
import styles from "./campaign-list.module.css";

const looks: Record<Campaign["status"], { tone: Tone; icon: Icon }> = {
  active: { tone: "positive", icon: IconPlayerPlay },
  paused: { tone: "neutral", icon: IconPlayerPause },
  removed: { tone: "neutral", icon: IconCircleMinus },
};

const none = <span className={styles.none}>–</span>;

function Tools({ filter }: { filter: CampaignFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: accounts } = useQuery(accountChoicesQuery);
  const [text, setText] = useState(filter.q ?? "");
  const search = useDebouncedCallback((q: string) => {
    void navigate({
      to: "/campaigns",
      search: (before) => ({ ...before, q: q.trim() === "" ? undefined : q.trim() }),
      replace: true,
    });
  }, 250);
  return (
    <>
      <TextInput
        type="search"
        size="sm"
        w={250}
        aria-label={t("campaigns.search")}
        placeholder={t("campaigns.search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <Select
        size="sm"
        w={220}
        aria-label={t("campaigns.account")}
        placeholder={t("campaigns.allAccounts")}
        clearable
        searchable
        data={accounts ?? []}
        value={filter.account ?? null}
        onChange={(account) =>
          void navigate({
            to: "/campaigns",
            search: (before) => ({ ...before, account: account ?? undefined }),
            replace: true,
          })
        }
      />
    </>
  );
}

export function CampaignList({ filter }: { filter: CampaignFilter }) {
  const { t } = useTranslation();
  const {
    data,
    error,
    isPending,
    refetch,
    hasNextPage,
    fetchNextPage,
    isFetchingNextPage,
    isPlaceholderData,
  } = useInfiniteQuery(campaignsQuery(filter));
  const campaigns = data?.pages.flatMap((page) => page.data) ?? [];
  const filtered = filter.q !== undefined || filter.account !== undefined;

  const columns: Column<Campaign>[] = [
    {
      id: "name",
      header: t("campaigns.name"),
      onPhone: "title",
      cell: (campaign) => (
        <span className={styles.campaign}>
          <PlatformMark platform={campaign.account.platform} />
          <Titled
            title={
              <Link
                to="/approvals"
                search={{ tab: "waiting", campaign: campaign.id }}
                className={styles.name}
                title={t("campaigns.showActions", { name: campaign.name })}
              >
                {campaign.name}
              </Link>
            }
            below={campaign.account.name}
          />
        </span>
      ),
    },
    {
      id: "status",
      header: t("campaigns.stateTitle"),
      width: 9,
      cell: (campaign) => (
        <Status
          {...looks[campaign.status]}
          label={t(`campaigns.status.${campaign.status}`)}
          help={campaign.delivery ?? undefined}
        />
      ),
    },
    {
      id: "budget",
      header: t("campaigns.budget"),
      width: 11,
      align: "end",
      cell: ({ budget, budget_shared }) =>
        budget ? (
          <span className={styles.budget}>
            {budget_shared && (
              <span className={styles.shared} title={t("campaigns.sharedBudget")}>
                <IconStack2 size={14} stroke={2} role="img" aria-label={t("campaigns.sharedBudget")} />
              </span>
            )}
            {formatMoney(budget)}
          </span>
        ) : (
          none
        ),
    },
    {
      id: "today",
      header: `${t("campaigns.spend")}, ${t("campaigns.today").toLowerCase()}`,
      width: 10,
      align: "end",
      cell: ({ today }) => (today ? formatMoney(today.spend, { compact: true }) : none),
    },
    {
      id: "week",
      header: `${t("campaigns.spend")}, 7 d`,
      help: t("campaigns.week"),
      width: 9,
      align: "end",
      cell: ({ last_7_days: week }) => (week ? formatMoney(week.spend, { compact: true }) : none),
    },
    {
      id: "conversions",
      header: t("campaigns.conversions"),
      help: `${t("campaigns.conversionsFull")}, ${t("campaigns.week").toLowerCase()}`,
      width: 7,
      align: "end",
      cell: ({ last_7_days: week }) => (week ? formatConversions(week.conversions) : none),
    },
    {
      id: "cpa",
      header: t("campaigns.cpa"),
      help: `${t("campaigns.cpaFull")}, ${t("campaigns.week").toLowerCase()}`,
      width: 9,
      align: "end",
      cell: ({ last_7_days: week }) =>
        week?.cpa ? (
          formatMoney(week.cpa)
        ) : week && week.conversions === 0 ? (
          <span className={styles.none} title={t("campaigns.noCpaFull")}>
            {t("campaigns.noCpa")}
          </span>
        ) : (
          none
        ),
    },
    {
      id: "roas",
      header: t("campaigns.roas"),
      help: `${t("campaigns.roasFull")}, ${t("campaigns.week").toLowerCase()}`,
      width: 7,
      align: "end",
      cell: ({ last_7_days: week }) => (week?.roas == null ? none : formatRatio(week.roas)),
    },
    {
      id: "data",
      header: t("campaigns.dataUntil"),
      width: 10,
      align: "end",
      cell: ({ data_until, account }) =>
        data_until ? <Ago at={data_until} timeZone={account.time_zone} /> : t("time.notYet"),
    },
  ];

  return (
    <Page title={t("campaigns.title")} lead={t("campaigns.lead")} tools={<Tools filter={filter} />}>
      {isPending ? (
        <RowsSkeleton rows={10} height={54} />
      ) : error && campaigns.length === 0 ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : campaigns.length === 0 ? (
        <Note
          icon={IconSpeakerphone}
          title={
            filter.q !== undefined
              ? t("campaigns.noMatch", { q: filter.q })
              : filtered
                ? t("campaigns.noMatchPlain")
                : t("campaigns.empty")
          }
          help={filtered ? undefined : t("campaigns.emptyHelp")}
          role="status"
        />
      ) : (
        <div className={styles.results} data-stale={isPlaceholderData || undefined}>
          <DataTable
            label={t("campaigns.title")}
            columns={columns}
            rows={campaigns}
            rowKey={(campaign) => campaign.id}
          />
          <div className={styles.foot}>
            <span>{t("campaigns.count", { count: campaigns.length })}</span>
            {hasNextPage && (
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t("state.loadMore")}
              </Button>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}
