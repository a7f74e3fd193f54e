import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Campaign } from "~/shared/api/types";
import { formatMoney } from "~/shared/lib/money";
import { formatConversions, formatRatio } from "~/shared/lib/numbers";
import { Titled } from "~/shared/ui/data-table";
import { IconStack2 } from "~/shared/ui/icons";
import type { LongColumn } from "~/shared/ui/long-table/long-table";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import styles from "./campaign-list.module.css";
import { CampaignStatus } from "./campaign-status";

const none = <span className={styles.none}>–</span>;

/** The columns of the list, each with the server's name for its order. */
export function campaignColumns(t: TFunction): LongColumn<Campaign>[] {
  const spend = t("campaigns.spend");
  const week = t("campaigns.week").toLowerCase();
  return [
    {
      id: "name",
      header: t("campaigns.name"),
      sort: "name",
      first: "up",
      onPhone: "title",
      cell: (campaign) => (
        <span className={styles.campaign}>
          <PlatformMark platform={campaign.account.platform} />
          <Titled
            title={
              <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} className={styles.name}>
                <Name text={campaign.name} />
              </Link>
            }
            below={<Name text={campaign.account.name} />}
          />
        </span>
      ),
    },
    {
      id: "status",
      header: t("campaigns.stateTitle"),
      width: 9,
      cell: (campaign) => <CampaignStatus campaign={campaign} />,
    },
    {
      id: "budget",
      header: t("campaigns.budget"),
      sort: "budget",
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
      header: `${spend}, ${t("campaigns.today").toLowerCase()}`,
      sort: "spend_today",
      width: 11,
      align: "end",
      cell: ({ today }) => (today ? formatMoney(today.spend, { compact: true }) : none),
    },
    {
      id: "week",
      header: `${spend}, 7 d`,
      help: `${spend}, ${week}`,
      sort: "spend_7d",
      width: 10,
      align: "end",
      cell: ({ last_7_days }) => (last_7_days ? formatMoney(last_7_days.spend, { compact: true }) : none),
    },
    {
      id: "conversions",
      header: t("campaigns.conversions"),
      help: `${t("campaigns.conversionsFull")}, ${week}`,
      sort: "conversions_7d",
      width: 8,
      align: "end",
      cell: ({ last_7_days }) =>
        last_7_days ? formatConversions(last_7_days.conversions, { inColumn: true }) : none,
    },
    {
      id: "cpa",
      header: t("campaigns.cpa"),
      help: `${t("campaigns.cpaFull")}, ${week}`,
      sort: "cpa_7d",
      width: 8,
      align: "end",
      cell: ({ last_7_days }) =>
        last_7_days?.cpa ? (
          formatMoney(last_7_days.cpa)
        ) : last_7_days?.conversions === 0 ? (
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
      help: `${t("campaigns.roasFull")}, ${week}`,
      sort: "roas_7d",
      width: 8,
      align: "end",
      cell: ({ last_7_days }) => (last_7_days?.roas == null ? none : formatRatio(last_7_days.roas)),
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
}
