import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { DecisionSummary } from "~/shared/api/types";
import { aboutItself, standsIn } from "~/shared/lib/about";
import { sentence } from "~/shared/lib/sentence";
import { IconScale, IconShadow } from "~/shared/ui/icons";
import { LoadMore } from "~/shared/ui/load-more";
import { Ago, At } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { type DecisionFilter, decisionsQuery } from "../api/list-decisions";
import { outcomeLooks } from "../model/outcomes";
import styles from "./decision-rows.module.css";

type Place = "campaign" | "object";

function Row({ row, within }: { row: DecisionSummary; within: Place | undefined }) {
  const { t } = useTranslation();
  // A list over many accounts goes by one clock, the reader's own.
  const zone = within === undefined ? undefined : row.account.time_zone;
  // Inside a campaign only what stands below it has a name to be told, and there nothing has.
  const named = within === undefined || (within === "campaign" && row.object !== null);
  const cells = (
    <>
      <span className={styles.outcome}>
        {row.simulated ? (
          <>
            <Status tone="info" icon={IconShadow} label={t("decisions.simulated.label")} />
            <span className={styles.would}>{t(`decisions.outcome.${row.outcome}`)}</span>
          </>
        ) : (
          <Status {...outcomeLooks[row.outcome]} label={t(`decisions.outcome.${row.outcome}`)} />
        )}
      </span>
      {named && (
        <span className={styles.campaign}>
          {within === undefined && <PlatformMark platform={row.account.platform} />}
          <span className={styles.names}>
            <Name text={aboutItself(row)} />
            {within === undefined && row.object && row.campaign && (
              <span className={styles.parent}>
                <Name text={standsIn(row.campaign.name, row.object)} />
              </span>
            )}
          </span>
        </span>
      )}
      <span className={styles.words}>
        <b>
          <Name
            text={row.simulated ? t("decisions.list.shadowOf", { rule: row.rule.name }) : row.rule.name}
          />
        </b>
        <span className={styles.reason} title={row.reason}>
          {sentence(row.reason)}
        </span>
      </span>
      <span className={styles.when}>
        <At at={row.at} timeZone={zone} />
        <span className={styles.ago}>
          <Ago at={row.at} timeZone={zone} />
        </span>
      </span>
    </>
  );
  // A check that came to nothing is recorded in one line and has no page of its own.
  return (
    <li>
      {row.id === null ? (
        <div
          className={styles.row}
          data-within={within && "campaign"}
          data-unnamed={!named || undefined}
          data-plain
        >
          {cells}
        </div>
      ) : (
        <Link
          to="/decisions/$decisionId"
          params={{ decisionId: row.id }}
          className={styles.row}
          data-within={within && "campaign"}
          data-unnamed={!named || undefined}
        >
          {cells}
        </Link>
      )}
    </li>
  );
}

interface DecisionRowsProps {
  filter: DecisionFilter;
  /** On the page of what they are about its name need not be said again. */
  within?: Place;
}

/** Decisions, latest first; each leads to what was decided and why. */
export function DecisionRows({ filter, within }: DecisionRowsProps) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(decisionsQuery(filter));
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  if (list.isPending) return <RowsSkeleton rows={6} height={52} />;
  if (list.error && rows.length === 0) {
    return <LoadFailure error={list.error} retry={() => void list.refetch()} />;
  }
  if (rows.length === 0) {
    const { campaign: _, object: __, ...rest } = filter;
    const narrowed = Object.values(within === undefined ? filter : rest).some((value) => value !== undefined);
    return (
      <Note
        icon={IconScale}
        title={t(narrowed ? "decisions.list.noMatch" : "decisions.list.empty")}
        help={narrowed ? undefined : t("decisions.list.emptyHelp")}
        role="status"
      />
    );
  }
  return (
    <>
      <ul
        className={styles.list}
        aria-label={t("decisions.list.title")}
        data-stale={list.isPlaceholderData || undefined}
      >
        {rows.map((row) => (
          <Row
            key={row.id ?? `${row.at} ${row.rule.id} ${row.object?.id ?? row.campaign?.id ?? row.account.id}`}
            row={row}
            within={within}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={styles.more}>
          <LoadMore list={list} />
        </div>
      )}
    </>
  );
}
