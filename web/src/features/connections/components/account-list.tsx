import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Account } from "~/shared/api/types";
import { formatCount } from "~/shared/lib/numbers";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefreshDot,
} from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import type { Tone } from "~/shared/ui/tone";
import { accountsQuery } from "../api/list-accounts";
import styles from "./account-list.module.css";

const looks: Record<Account["state"], { tone: Tone; icon: Icon }> = {
  connecting: { tone: "info", icon: IconRefreshDot },
  active: { tone: "positive", icon: IconCircleCheck },
  reconnect: { tone: "critical", icon: IconPlugConnectedX },
  quarantined: { tone: "critical", icon: IconAlertTriangle },
  cancelled: { tone: "neutral", icon: IconCircleMinus },
};

const inTrouble = (account: Account) => looks[account.state].tone === "critical";

/** What is wrong with an account and what to do, in full: nothing of it works until then. */
function Trouble({ account }: { account: Account }) {
  const { t } = useTranslation();
  return (
    <p className={styles.trouble}>
      <IconAlertTriangle size={17} stroke={2} aria-hidden />
      <span>
        <b>
          {account.name}: {t(`accounts.state.${account.state}`)}.
        </b>{" "}
        {account.state_detail}
      </span>
    </p>
  );
}

export function AccountList() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(accountsQuery);
  const accounts = data?.pages.flatMap((page) => page.data) ?? [];

  const columns: Column<Account>[] = [
    {
      id: "name",
      header: t("accounts.name"),
      onPhone: "title",
      cell: (account) => (
        <span className={styles.account}>
          <PlatformMark platform={account.platform} size={18} />
          <Titled title={account.name} below={account.external_id} />
        </span>
      ),
    },
    {
      id: "state",
      header: t("accounts.stateTitle"),
      width: 14,
      cell: (account) => (
        <Status
          {...looks[account.state]}
          label={t(`accounts.state.${account.state}`)}
          help={account.state_detail ?? undefined}
        />
      ),
    },
    { id: "brand", header: t("accounts.brand"), width: 10, cell: (account) => account.brand.name },
    {
      id: "zone",
      header: t("accounts.zone"),
      width: 16,
      cell: (account) => <Titled title={account.time_zone.replaceAll("_", " ")} below={account.currency} />,
    },
    {
      id: "campaigns",
      header: t("accounts.campaigns"),
      width: 8,
      align: "end",
      cell: (account) => (
        <Link to="/campaigns" search={{ account: account.id }} className={styles.count}>
          {formatCount(account.campaigns)}
        </Link>
      ),
    },
    {
      id: "history",
      header: t("accounts.history"),
      width: 8,
      align: "end",
      cell: (account) => t("accounts.historyDays", { count: account.history_days }),
    },
    {
      id: "last",
      header: t("accounts.lastSync"),
      width: 9,
      align: "end",
      cell: (account) =>
        account.last_sync_at ? (
          <Ago at={account.last_sync_at} timeZone={account.time_zone} />
        ) : (
          t("time.notYet")
        ),
    },
    {
      id: "next",
      header: t("accounts.nextSync"),
      width: 8,
      align: "end",
      cell: (account) =>
        account.next_sync_at ? <Ago at={account.next_sync_at} timeZone={account.time_zone} /> : "–",
    },
    {
      id: "data",
      header: t("accounts.dataUntil"),
      width: 9,
      align: "end",
      cell: (account) =>
        account.data_until ? <Ago at={account.data_until} timeZone={account.time_zone} /> : t("time.notYet"),
    },
  ];

  return (
    <Page title={t("accounts.title")} lead={t("accounts.lead")}>
      {isPending ? (
        <RowsSkeleton rows={4} height={54} />
      ) : error && accounts.length === 0 ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : accounts.length === 0 ? (
        <Note icon={IconPlugConnected} title={t("accounts.empty")} help={t("accounts.emptyHelp")} />
      ) : (
        <>
          {accounts.filter(inTrouble).map((account) => (
            <Trouble key={account.id} account={account} />
          ))}
          <DataTable
            label={t("accounts.title")}
            columns={columns}
            rows={accounts}
            rowKey={(account) => account.id}
            rowTone={(account) => (inTrouble(account) ? "critical" : undefined)}
          />
        </>
      )}
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("state.loadMore")}
        </Button>
      )}
    </Page>
  );
}
