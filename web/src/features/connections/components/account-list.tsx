import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { permits, useSession } from "~/shared/api/session";
import type { Account } from "~/shared/api/types";
import { type Command, useCommands } from "~/shared/commands";
import { formatCount } from "~/shared/lib/numbers";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import { IconAlertTriangle, IconCircleCheck, IconPlugConnected, IconPlus } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { SearchBox } from "~/shared/ui/search-box";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { accountsQuery } from "../api/list-accounts";
import { accountLooks, byBrand, inTrouble } from "../model/health";
import styles from "./account-list.module.css";

export interface AccountFilter {
  q?: string | undefined;
  only?: "unwell" | undefined;
  brand?: string | undefined;
}

function matches(account: Account, { q, only, brand }: AccountFilter): boolean {
  if (only === "unwell" && !inTrouble(account)) return false;
  if (brand !== undefined && account.brand.id !== brand) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  return (
    account.name.toLowerCase().includes(wanted) ||
    account.brand.name.toLowerCase().includes(wanted) ||
    account.external_id.replaceAll("-", "").includes(wanted.replaceAll("-", ""))
  );
}

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
        {account.state_detail}{" "}
        <Link to="/accounts/$accountId" params={{ accountId: account.id }} className={styles.link}>
          {t("connect.sync.open", { name: account.name })}
        </Link>
      </span>
    </p>
  );
}

function Tools({ filter, accounts }: { filter: AccountFilter; accounts: readonly Account[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <SearchBox
        w={220}
        label={t("accounts.search")}
        initial={filter.q}
        search={(q) => void navigate({ to: "/accounts", search: { ...filter, q }, replace: true })}
      />
      <SegmentedControl
        size="sm"
        aria-label={t("accounts.filter")}
        value={filter.only ?? "all"}
        onChange={(value) =>
          void navigate({
            to: "/accounts",
            search: { ...filter, only: value === "unwell" ? "unwell" : undefined },
            replace: true,
          })
        }
        data={[
          { value: "all", label: `${t("accounts.only.all")} ${formatCount(accounts.length)}` },
          {
            value: "unwell",
            label: `${t("accounts.only.unwell")} ${formatCount(accounts.filter(inTrouble).length)}`,
          },
        ]}
      />
    </>
  );
}

export function AccountList({ filter }: { filter: AccountFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayConnect = permits(useSession(), "accounts.write");
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchNextPageError } =
    useInfiniteQuery(accountsQuery);
  const accounts = data?.pages.flatMap((page) => page.data) ?? [];
  // "Worst first" is only true of the whole list, which is never long.
  const more = hasNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (more) void fetchNextPage();
  }, [more, fetchNextPage]);

  const connect: Command = {
    id: "connect",
    label: t("accounts.connect"),
    icon: IconPlus,
    keys: ["c"],
    enabled: mayConnect,
    palette: "page",
    perform: () => void navigate({ to: "/accounts/connect" }),
  };
  useCommands([connect]);

  const columns: Column<Account>[] = [
    {
      id: "name",
      header: t("accounts.name"),
      onPhone: "title",
      cell: (account) => (
        <span className={styles.account}>
          <PlatformMark platform={account.platform} size={18} />
          <Titled
            title={
              <Link to="/accounts/$accountId" params={{ accountId: account.id }}>
                {account.name}
              </Link>
            }
            below={account.external_id}
          />
        </span>
      ),
    },
    {
      id: "state",
      header: t("accounts.stateTitle"),
      width: 16,
      cell: (account) => (
        <Status
          {...accountLooks[account.state]}
          label={t(`accounts.state.${account.state}`)}
          help={account.state_detail ?? undefined}
        />
      ),
    },
    {
      id: "zone",
      header: t("accounts.zone"),
      width: 17,
      cell: (account) => <Titled title={account.time_zone.replaceAll("_", " ")} below={account.currency} />,
    },
    {
      id: "campaigns",
      header: t("accounts.campaigns"),
      width: 9,
      align: "end",
      cell: (account) => (
        <Link to="/campaigns" search={{ account: account.id }} className={styles.link}>
          {formatCount(account.campaigns)}
        </Link>
      ),
    },
    {
      id: "last",
      header: t("accounts.lastSync"),
      width: 11,
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
      width: 11,
      align: "end",
      cell: (account) =>
        account.next_sync_at ? <Ago at={account.next_sync_at} timeZone={account.time_zone} /> : "–",
    },
    {
      id: "data",
      header: t("accounts.dataUntil"),
      width: 11,
      align: "end",
      cell: (account) =>
        account.data_until ? <Ago at={account.data_until} timeZone={account.time_zone} /> : t("time.notYet"),
    },
  ];

  const shown = accounts.filter((account) => matches(account, filter));
  const groups = byBrand(shown);
  const { length: brands } = byBrand(accounts);
  return (
    <Page
      title={t("accounts.title")}
      lead={t("accounts.lead")}
      tools={
        <>
          {accounts.length > 1 && <Tools filter={filter} accounts={accounts} />}
          {mayConnect && (
            <Button
              leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
              onClick={connect.perform}
              aria-keyshortcuts="c"
            >
              {connect.label}
            </Button>
          )}
        </>
      }
    >
      {isPending ? (
        <RowsSkeleton rows={4} height={54} />
      ) : error && accounts.length === 0 ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : accounts.length === 0 ? (
        <Note
          icon={IconPlugConnected}
          title={t("accounts.empty")}
          help={mayConnect ? t("accounts.emptyHelp") : t("accounts.emptyAsk")}
        />
      ) : shown.length === 0 ? (
        filter.only === "unwell" && filter.q === undefined ? (
          <Note icon={IconCircleCheck} title={t("accounts.allWell")} help={t("accounts.allWellHelp")} />
        ) : (
          <Note
            icon={IconPlugConnected}
            title={t("accounts.noMatch")}
            action={
              <Button
                variant="default"
                onClick={() => void navigate({ to: "/accounts", search: {}, replace: true })}
              >
                {t("actions.clearFilter")}
              </Button>
            }
          />
        )
      ) : (
        <>
          {shown.filter(inTrouble).map((account) => (
            <Trouble key={account.id} account={account} />
          ))}
          {groups.map(({ brand, accounts: members }) => (
            <section key={brand.id} className={styles.group} aria-label={brand.name}>
              {brands > 1 && (
                <h2 className={styles.brand}>
                  {brand.name}
                  <span>{t("accounts.group", { count: members.length })}</span>
                </h2>
              )}
              <DataTable
                label={brands > 1 ? `${t("accounts.title")}, ${brand.name}` : t("accounts.title")}
                columns={columns}
                rows={members}
                rowKey={(account) => account.id}
                rowTone={(account) => (inTrouble(account) ? "critical" : undefined)}
              />
            </section>
          ))}
        </>
      )}
      {isFetchNextPageError && (
        <Button mt="md" variant="default" onClick={() => void fetchNextPage()}>
          {t("state.loadMore")}
        </Button>
      )}
    </Page>
  );
}
