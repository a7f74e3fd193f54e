import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { permits, useSession } from "~/shared/api/session";
import { type DayRange, dayIn, type RangeSearch, resolveRange } from "~/shared/lib/day-range";
import { useBusinessTime } from "~/shared/live/clock";
import { IconPlugConnected } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { RangePicker } from "~/shared/ui/range-picker/range-picker";
import { LoadFailure, Note } from "~/shared/ui/states";
import { overviewQuery } from "../api/get-overview";
import { ActedPanel } from "./acted-panel";
import { LatestPanel } from "./latest-panel";
import styles from "./overview.module.css";
import { TodayTable } from "./today-table";
import { TotalsBand } from "./totals-band";
import { Trend, type TrendMetric } from "./trend";
import { UnhealthyPanel } from "./unhealthy-panel";
import { WaitingPanel } from "./waiting-panel";

export interface OverviewSearch extends RangeSearch {
  metric?: TrendMetric | undefined;
  currency?: string | undefined;
}

/** The page as it will be, in grey, so that nothing jumps. */
function Pending() {
  const { t } = useTranslation();
  return (
    <div className={styles.grid} role="status" aria-label={t("state.loading")}>
      <div className={styles.wide}>
        <Skeleton height={132} radius="md" />
      </div>
      <div className={styles.main}>
        <Skeleton height={392} radius="md" />
      </div>
      <div className={styles.side}>
        <Skeleton height={170} radius="md" />
        <Skeleton height={220} radius="md" />
      </div>
    </div>
  );
}

function Fresh() {
  const { t } = useTranslation();
  const mayConnect = permits(useSession(), "accounts.write");
  return (
    <Note
      icon={IconPlugConnected}
      title={t("overview.empty")}
      help={t(mayConnect ? "overview.emptyHelp" : "overview.emptyHelpOther")}
      role="status"
      action={
        mayConnect && (
          <Button renderRoot={(props) => <Link to="/accounts/connect" {...props} />}>
            {t("overview.connect")}
          </Button>
        )
      }
    />
  );
}

function Body({ range, today, search }: { range: DayRange; today: string; search: OverviewSearch }) {
  const navigate = useNavigate({ from: "/overview" });
  const { t } = useTranslation();
  const { data, error, refetch, isPlaceholderData } = useQuery(overviewQuery(range));
  if (!data) return error ? <LoadFailure error={error} retry={() => void refetch()} /> : <Pending />;
  if (data.rows.length === 0 && data.data_until === null && data.unhealthy.length === 0) return <Fresh />;
  return (
    <div className={styles.grid} data-stale={isPlaceholderData || undefined}>
      <div className={styles.wide}>
        <UnhealthyPanel unhealthy={data.unhealthy} />
        <TotalsBand totals={data.totals} before={data.compare_totals} />
      </div>
      <div className={styles.main}>
        <Trend
          series={data.series}
          today={today}
          metric={search.metric ?? "spend"}
          currency={search.currency}
          onChoose={({ metric, currency }) =>
            void navigate({
              search: (before) => ({
                ...before,
                ...(metric === undefined ? {} : { metric: metric === "spend" ? undefined : metric }),
                ...(currency === undefined ? {} : { currency }),
              }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      <div className={styles.side}>
        <WaitingPanel waiting={data.waiting} />
        <ActedPanel acted={data.acted} />
      </div>
      <div className={styles.wide}>
        <section className={styles.today} aria-label={t("overview.today")}>
          <h2 className={styles.heading}>
            {t("overview.today")} <span>{t("overview.todayNote")}</span>
          </h2>
          <TodayTable rows={data.rows} compared={range.compare === "previous"} />
        </section>
        <LatestPanel latest={data.acted.latest} />
      </div>
    </div>
  );
}

/** Where a day at the desk begins: money, results, what waits, what acted and what is not well. */
export function OverviewPage({ search }: { search: OverviewSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/overview" });
  const business = useBusinessTime();
  const today = business && dayIn(business.now);
  const range = today === undefined ? undefined : resolveRange(search, today);
  const { data } = useQuery({
    ...overviewQuery(range ?? { from: "", to: "", compare: "none" }),
    enabled: range !== undefined,
  });
  return (
    <Page
      title={t("overview.title")}
      lead={
        data?.data_until ? (
          <>
            {t("overview.dataUntil")} <Ago at={data.data_until} />
          </>
        ) : data ? (
          t("overview.noData")
        ) : undefined
      }
      tools={
        range &&
        today && (
          <RangePicker
            range={range}
            today={today}
            onChange={(next) =>
              void navigate({
                search: (before) => ({ ...before, ...next }),
                resetScroll: false,
              })
            }
          />
        )
      }
    >
      {range && today ? <Body range={range} today={today} search={search} /> : <Pending />}
    </Page>
  );
}
