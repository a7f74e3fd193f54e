import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermits } from "~/shared/api/session";
import { addDays, dayIn } from "~/shared/lib/day-range";
import { formatCount } from "~/shared/lib/numbers";
import { formatShortDay, formatSpan } from "~/shared/lib/time";
import { useBusinessTime } from "~/shared/live/clock";
import { BackLink } from "~/shared/ui/back-link";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { type Column, DataTable, Titled } from "~/shared/ui/data-table";
import { UploadButton, UploadFailure } from "~/shared/ui/file-upload";
import { IconArrowsExchange, IconCircleCheck, IconClockOff, IconPlus } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Page } from "~/shared/ui/page";
import { Panel } from "~/shared/ui/panel";
import { RuleText } from "~/shared/ui/rule-text";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { ratesQuery } from "../api/get-rates";
import { useSupplyRates } from "../api/supply-rates";
import type { Rate, RateVersion } from "../api/types";
import { COUNTS_DAYS, isStale } from "../model/age";
import { alignedRates } from "../model/digits";
import { AddDay } from "./add-day";
import { PairDays } from "./pair-days";
import styles from "./rates.module.css";

const nameOf = ({ from, to }: Pick<Rate, "from" | "to">) => `${from}-${to}`;

const FILE = "day,from,to,rate\n2026-03-04,USD,EUR,0.92\n2026-03-04,GBP,EUR,1.1513";
const USAGE = "when convert(spend over last 7 days to EUR) > 200 EUR";

interface PairsProps {
  pairs: readonly Rate[];
  chosen: string | undefined;
  today: string;
}

/** Every pair with its last rate, and whether rules still take it. */
function Pairs({ pairs, chosen, today }: PairsProps) {
  const { t } = useTranslation();
  const columns: Column<Rate>[] = [
    {
      id: "pair",
      header: t("rates.pair"),
      onPhone: "title",
      cell: (rate) => (
        <Titled
          title={
            <Link to="/rules/rates" search={{ pair: nameOf(rate) }} replace resetScroll={false}>
              {rate.from} → {rate.to}
            </Link>
          }
        />
      ),
    },
    {
      id: "rate",
      header: t("rates.rate"),
      width: 18,
      align: "end",
      cell: ({ rate }) => alignedRates([rate])(rate),
    },
    { id: "newest", header: t("rates.newest"), width: 28, cell: ({ day }) => formatSpan(day, day) },
    {
      id: "fresh",
      header: t("rates.freshness"),
      width: 34,
      onPhone: "wide",
      cell: ({ day }) =>
        isStale(day, today) ? (
          <Status tone="caution" icon={IconClockOff} label={t("rates.stale")} help={t("rates.staleHelp")} />
        ) : (
          <Status
            tone="positive"
            icon={IconCircleCheck}
            label={t("rates.fresh", { day: formatShortDay(addDays(day, COUNTS_DAYS)) })}
          />
        ),
    },
  ];
  return (
    <Panel flush title={t("rates.pairs")}>
      <DataTable
        bare
        label={t("rates.pairs")}
        columns={columns}
        rows={pairs}
        rowKey={nameOf}
        rowTone={({ day }) => (isStale(day, today) ? "caution" : undefined)}
        selected={chosen}
      />
    </Panel>
  );
}

function Versions({ versions }: { versions: readonly RateVersion[] }) {
  const { t } = useTranslation();
  const columns: Column<RateVersion>[] = [
    {
      id: "version",
      header: t("rates.version"),
      width: 14,
      onPhone: "title",
      cell: ({ version }) => `v${version}`,
    },
    { id: "source", header: t("rates.source"), cell: ({ source }) => source ?? t("rates.throughApi") },
    {
      id: "rows",
      header: t("rates.read"),
      width: 12,
      align: "end",
      cell: ({ rows }) => formatCount(rows),
    },
    {
      id: "changed",
      header: t("rates.changed"),
      width: 14,
      align: "end",
      cell: ({ changed }) => formatCount(changed),
    },
    {
      id: "at",
      header: t("rates.supplied"),
      width: 30,
      cell: ({ at, by }) => (
        <span>
          <Ago at={at} />
          {by !== null && `, ${by}`}
        </span>
      ),
    },
  ];
  return (
    <Panel flush title={t("rates.versions")}>
      <DataTable
        bare
        label={t("rates.versions")}
        columns={columns}
        rows={versions}
        rowKey={({ version }) => String(version)}
      />
    </Panel>
  );
}

/** What currencies are worth in each other: how old that is, day by day, and where it is supplied. */
export function RatesPage({ pair }: { pair: string | undefined }) {
  const { t } = useTranslation();
  const writes = usePermits("organisation.write");
  const business = useBusinessTime();
  const { data, error, refetch } = useQuery(ratesQuery);
  const supply = useSupplyRates();
  const [adding, setAdding] = useState(false);
  const today = business && dayIn(business.now);
  const pairs = data?.pairs ?? [];
  const chosen = pairs.find((each) => nameOf(each) === pair) ?? pairs[0];
  const stale = today === undefined ? 0 : pairs.filter(({ day }) => isStale(day, today)).length;
  return (
    <Page
      title={t("rates.title")}
      lead={<Coded text={t("rates.lead")} />}
      back={<BackLink to="/rules" label={t("rules.title")} />}
      tools={
        writes && (
          <>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setAdding(true)}
            >
              {t("rates.add")}
            </Button>
            <UploadButton loading={supply.isPending} choose={supply.mutate} />
          </>
        )
      }
    >
      <div className={styles.page}>
        {supply.error && <UploadFailure error={supply.error} />}
        {supply.data && (
          <Callout
            tone="positive"
            role="status"
            title={t("rates.taken", {
              count: supply.data.rows,
              changed: formatCount(supply.data.changed),
            })}
          >
            {supply.data.older_days > 0 && t("rates.older", { count: supply.data.older_days })}
          </Callout>
        )}
        {!data || today === undefined ? (
          error ? (
            <LoadFailure error={error} retry={() => void refetch()} />
          ) : (
            <RowsSkeleton rows={6} height={44} />
          )
        ) : (
          <>
            {stale > 0 && (
              <Callout tone="caution" title={t("rates.staleTitle", { count: stale })}>
                {t("rates.staleHelp")}
              </Callout>
            )}
            {chosen === undefined && (
              <Note
                icon={IconArrowsExchange}
                title={t("rates.empty")}
                help={t(writes ? "rates.emptyHelp" : "rates.emptyReader")}
                role="status"
              />
            )}
            <div className={styles.parts}>
              <div className={styles.page}>
                {chosen && <Pairs pairs={pairs} chosen={nameOf(chosen)} today={today} />}
                <Panel title={t("rates.file")} lead={t("rates.fileLead")}>
                  <RuleText plain text={FILE} label={t("rates.example")} />
                </Panel>
                <Panel title={t("rates.inRules")} lead={t("rates.inRulesLead")}>
                  <RuleText text={USAGE} label={t("decisions.ruleText")} />
                </Panel>
              </div>
              {chosen && <PairDays key={nameOf(chosen)} pair={chosen} />}
            </div>
            {data.versions.length > 0 && <Versions versions={data.versions} />}
          </>
        )}
        {adding && today !== undefined && (
          <AddDay pair={chosen} today={today} close={() => setAdding(false)} />
        )}
      </div>
    </Page>
  );
}
