// The parts of an account's page, each one subject.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePermits } from "~/shared/api/session";
import type { AccountDetail, DataSet } from "~/shared/api/types";
import { formatCount } from "~/shared/lib/numbers";
import { sentence } from "~/shared/lib/sentence";
import { formatDuration, formatInstant } from "~/shared/lib/time";
import { type Column, DataTable } from "~/shared/ui/data-table";
import { Facts } from "~/shared/ui/facts";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClockPause,
} from "~/shared/ui/icons";
import { Ago, WatchAgo } from "~/shared/ui/moment";
import { Panel } from "~/shared/ui/panel";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { Status } from "~/shared/ui/status";
import type { Look } from "~/shared/ui/tone";
import { accountLooks } from "../model/health";
import styles from "./account-page.module.css";
import { FirstSyncProgress, FirstSyncState } from "./first-sync";

const MINUTE_MS = 60_000;

export function AccountHead({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const decisions = usePermits("decisions.read");
  return (
    <p className={styles.head}>
      <Status
        {...accountLooks[account.state]}
        look="pill"
        label={t(`accounts.state.${account.state}`)}
        help={account.state_detail ?? undefined}
      />
      <span className={styles.platform}>
        <PlatformMark platform={account.platform} /> {t(`platform.${account.platform}`)}
      </span>
      <span>{account.external_id}</span>
      <span>{account.brand.name}</span>
      <Link to="/campaigns" search={{ account: account.id }}>
        {t("accounts.do.showCampaigns")}
      </Link>
      {decisions && (
        <Link to="/decisions" search={{ account: account.id }}>
          {t("accounts.do.showDecisions")}
        </Link>
      )}
    </p>
  );
}

export function FirstSyncPanel({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const sync = account.first_sync;
  if (!sync || sync.state === "done") return null;
  return (
    <Panel title={t("accounts.page.first")} tools={<FirstSyncState sync={sync} />}>
      <FirstSyncProgress name={account.name} sync={sync} />
    </Panel>
  );
}

const setLooks: Record<DataSet["state"], Look> = {
  fresh: { tone: "positive", icon: IconCircleCheck },
  late: { tone: "caution", icon: IconAlertTriangle },
  missing: { tone: "critical", icon: IconCircleX },
};

export function DataSets({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const moment = (at: string | null) =>
    at === null ? t("time.notYet") : <Ago at={at} timeZone={account.time_zone} />;
  const columns: Column<DataSet>[] = [
    {
      id: "name",
      header: t("accounts.page.data"),
      onPhone: "title",
      cell: (set) => <b className={styles.set}>{t(`accounts.page.set.${set.name}`)}</b>,
    },
    {
      id: "state",
      header: t("accounts.stateTitle"),
      width: 16,
      cell: (set) => <Status {...setLooks[set.state]} label={t(`accounts.page.setState.${set.state}`)} />,
    },
    {
      id: "until",
      header: t("accounts.page.until"),
      width: 20,
      align: "end",
      cell: (set) => moment(set.data_until),
    },
    {
      id: "read",
      header: t("accounts.page.read"),
      width: 18,
      align: "end",
      cell: (set) => moment(set.last_read_at),
    },
    {
      id: "promised",
      header: t("accounts.page.promised"),
      width: 18,
      align: "end",
      cell: (set) => formatDuration(set.promised_every_minutes * MINUTE_MS),
    },
  ];
  return (
    <Panel title={t("accounts.page.data")} lead={t("accounts.page.dataLead")}>
      <DataTable
        label={t("accounts.page.data")}
        columns={columns}
        rows={account.data_sets}
        rowKey={(set) => set.name}
        rowTone={(set) =>
          set.state === "missing" ? "critical" : set.state === "late" ? "caution" : undefined
        }
      />
    </Panel>
  );
}

export function AccountFacts({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const { grant, sync, queue } = account;
  return (
    <div className={styles.columns}>
      <Panel title={t("accounts.page.sync")}>
        <Facts
          facts={[
            {
              term: t("accounts.page.next"),
              value: sync.running ? (
                t("accounts.page.running")
              ) : sync.next_at === null ? (
                "–"
              ) : (
                <Ago at={sync.next_at} timeZone={account.time_zone} />
              ),
            },
            {
              term: t("accounts.lastSync"),
              value: account.last_sync_at ? (
                <Ago at={account.last_sync_at} timeZone={account.time_zone} />
              ) : (
                t("time.notYet")
              ),
            },
            {
              term: t("accounts.page.failures"),
              value:
                sync.failures > 0 ? (
                  <Status tone="caution" icon={IconAlertTriangle} label={formatCount(sync.failures)} />
                ) : (
                  "0"
                ),
            },
            ...(sync.last_error === null
              ? []
              : [
                  {
                    term: t("accounts.page.error"),
                    value: <span className={styles.error}>{sync.last_error}</span>,
                  },
                ]),
          ]}
        />
      </Panel>
      <Panel title={t("accounts.page.queue")}>
        <Facts
          facts={[
            { term: t("accounts.page.waiting"), value: formatCount(queue.waiting) },
            { term: t("accounts.page.inFlight"), value: formatCount(queue.in_flight) },
            {
              term: t("accounts.stateTitle"),
              value:
                queue.parked_until === null ? (
                  <Status tone="positive" icon={IconCircleCheck} label={t("accounts.page.notParked")} />
                ) : (
                  <>
                    <Status
                      tone="caution"
                      icon={IconClockPause}
                      label={t("accounts.page.parked", {
                        instant: formatInstant(queue.parked_until, account.time_zone),
                      })}
                    />
                    {queue.parked_why !== null && <span className={styles.why}>{queue.parked_why}</span>}
                  </>
                ),
            },
          ]}
        />
      </Panel>
      <Panel title={t("accounts.page.access")}>
        <Facts
          facts={[
            {
              term: t("accounts.page.token"),
              value: (
                <Status
                  tone={grant.state === "live" ? "positive" : "critical"}
                  icon={grant.state === "live" ? IconCircleCheck : IconCircleX}
                  label={t(`accounts.page.tokenState.${grant.state}`)}
                  help={grant.state_detail ?? undefined}
                />
              ),
            },
            {
              term: t("accounts.page.scopes"),
              value:
                grant.scopes.length === 0 ? (
                  t("accounts.page.noScopes")
                ) : (
                  <ul className={styles.scopes}>
                    {grant.scopes.map((scope) => (
                      <li key={scope}>{scope}</li>
                    ))}
                  </ul>
                ),
            },
            ...(grant.access_expires_at === null
              ? []
              : [
                  {
                    term: t("accounts.page.accessUntil"),
                    help: t("accounts.page.accessHelp"),
                    value: <WatchAgo at={grant.access_expires_at} />,
                  },
                ]),
            { term: t("accounts.page.connectedBy"), value: grant.connected_by ?? "–" },
            { term: t("accounts.page.connectedAt"), value: <WatchAgo at={grant.connected_at} /> },
          ]}
        />
      </Panel>
      <Panel title={t("accounts.page.facts")}>
        <Facts
          facts={[
            { term: t("accounts.page.id"), value: account.external_id },
            { term: t("accounts.page.currency"), value: account.currency },
            { term: t("accounts.page.zone"), value: account.time_zone.replaceAll("_", " ") },
            { term: t("accounts.page.brand"), value: account.brand.name },
            { term: t("accounts.page.campaigns"), value: formatCount(account.campaigns) },
            {
              term: t("accounts.page.history"),
              value: t("accounts.historyDays", { count: account.history_days }),
            },
          ]}
        />
      </Panel>
    </div>
  );
}

export function RulesOfAccount({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  // What cannot look at the account is what somebody has to know.
  const rules = [...account.rules].sort(
    (a, b) => Number(a.not_bound === null) - Number(b.not_bound === null) || a.name.localeCompare(b.name),
  );
  return (
    <Panel title={t("accounts.page.rules")} lead={t("accounts.page.rulesLead")}>
      {rules.length === 0 ? (
        <p className={styles.none}>{t("accounts.page.noRules")}</p>
      ) : (
        <ul className={styles.rules}>
          {rules.map((rule) => (
            <li key={rule.id}>
              <Link to="/rules/$ruleId" params={{ ruleId: rule.id }}>
                {rule.name}
              </Link>
              {rule.not_bound === null ? (
                <Status tone="positive" icon={IconCircleCheck} label={t("accounts.page.bound")} />
              ) : (
                <Status tone="caution" icon={IconCircleDashed} label={t("accounts.page.notBound")} />
              )}
              {rule.not_bound !== null && <span className={styles.why}>{sentence(rule.not_bound)}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
