import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Overview } from "~/shared/api/types";
import { formatMoney } from "~/shared/lib/money";
import { formatRatio, formatShare } from "~/shared/lib/numbers";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import { Delta } from "~/shared/ui/delta";
import { IconClockPause } from "~/shared/ui/icons";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { Status } from "~/shared/ui/status";
import { paceLooks, paceOf } from "../model/pacing";
import styles from "./today-table.module.css";

type Row = Overview["rows"][number];

/** How much of the budget is spent, with a mark where the day is. */
function PaceBar({ row }: { row: Row }) {
  const { t } = useTranslation();
  const { share_of_budget: spent, share_of_day: day } = row.today;
  if (spent === null) return null;
  const pace = paceOf(spent, day);
  const words = t("overview.paceShares", { budget: formatShare(spent), day: formatShare(day) });
  return (
    <span
      className={styles.track}
      data-tone={paceLooks[pace].tone}
      role="img"
      aria-label={words}
      title={words}
    >
      <span className={styles.fill} style={{ width: `${Math.min(100, Math.max(0, spent * 100))}%` }} />
      <span className={styles.day} style={{ left: `${Math.min(100, Math.max(0, day * 100))}%` }} />
    </span>
  );
}

/** Spend today against the budgets, by brand and platform, with how much of the day is over. */
export function TodayTable({ rows, compared }: { rows: readonly Row[]; compared: boolean }) {
  const { t } = useTranslation();
  // A brand with accounts in two currencies has a row for each.
  const currencies = new Set(rows.map(({ today }) => today.spend.currency)).size;
  const list = ({ brand, platform }: Row) => ({ brand: brand.id, platform });
  const columns: Column<Row>[] = [
    {
      id: "brand",
      header: t("overview.brand"),
      width: 24,
      onPhone: "title",
      cell: (row) => (
        <span className={styles.brand}>
          <PlatformMark platform={row.platform} />
          <Titled
            title={
              <Link to="/campaigns" search={list(row)} className={styles.link}>
                <Name text={row.brand.name} />
              </Link>
            }
            below={
              row.late_accounts > 0 ? (
                <Link to="/accounts" className={styles.late}>
                  <IconClockPause size={13} stroke={2} aria-hidden />
                  {t("overview.late", { count: row.late_accounts })}
                </Link>
              ) : (
                <>
                  {t("overview.accounts", { count: row.accounts })}
                  {currencies > 1 && `, ${row.today.spend.currency}`}
                </>
              )
            }
          />
        </span>
      ),
    },
    {
      id: "spent",
      header: t("overview.spentToday"),
      width: 19,
      align: "end",
      cell: (row) => (
        <span className={styles.spent}>
          <Link to="/campaigns" search={{ ...list(row), sort: "-spend_today" }} className={styles.link}>
            <b>{formatMoney(row.today.spend, { compact: true })}</b>
          </Link>{" "}
          {row.today.budget && (
            <Link to="/campaigns" search={{ ...list(row), sort: "-budget" }} className={styles.of}>
              {t("overview.ofBudget", { budget: formatMoney(row.today.budget, { compact: true }) })}
            </Link>
          )}
        </span>
      ),
    },
    {
      id: "bar",
      header: t("overview.budgetUsed"),
      width: 15,
      onPhone: "omit",
      cell: (row) => <PaceBar row={row} />,
    },
    {
      id: "pace",
      header: t("overview.pacing"),
      width: 14,
      cell: (row) => {
        const pace = paceOf(row.today.share_of_budget, row.today.share_of_day);
        return (
          <Status
            {...paceLooks[pace]}
            label={t(`overview.pace.${pace}`)}
            help={
              row.today.share_of_budget === null
                ? undefined
                : t("overview.paceShares", {
                    budget: formatShare(row.today.share_of_budget),
                    day: formatShare(row.today.share_of_day),
                  })
            }
          />
        );
      },
    },
    {
      id: "range",
      header: t("overview.inRange"),
      help: t("overview.inRangeFull"),
      width: 16,
      align: "end",
      cell: (row) => (
        <span className={styles.ranged}>
          <Link to="/campaigns" search={{ ...list(row), sort: "-spend_7d" }} className={styles.link}>
            {formatMoney(row.range.spend, { compact: true })}
          </Link>
          {compared && (
            <Delta
              now={row.range.spend.micros}
              before={row.compare?.spend.micros}
              shown={row.compare ? formatMoney(row.compare.spend) : undefined}
            />
          )}
        </span>
      ),
    },
    {
      id: "roas",
      header: t("overview.roas"),
      help: t("overview.roasFull"),
      width: 12,
      align: "end",
      cell: (row) => (
        <span className={styles.ranged}>
          {row.range.roas === null ? (
            "–"
          ) : (
            <Link to="/campaigns" search={{ ...list(row), sort: "-roas_7d" }} className={styles.link}>
              {formatRatio(row.range.roas)}
            </Link>
          )}
          {compared && <Delta better="more" now={row.range.roas} before={row.compare?.roas} />}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t("overview.today")}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.brand.id} ${row.platform} ${row.currency}`}
      rowTone={(row) => (row.late_accounts > 0 ? "caution" : undefined)}
    />
  );
}
