import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatShortDay, formatSpanShort } from "~/shared/lib/time";
import { Coded } from "~/shared/ui/coded";
import { IconCircleMinus, IconGitCompare, IconPlus, IconReplace } from "~/shared/ui/icons";
import { type ComparisonAsked, compareBacktests } from "../../api/compare-backtests";
import { accountChoicesQuery } from "../../api/list-account-choices";
import type { BacktestComparison, BacktestDifference } from "../../api/types";
import { aboutOf, spansOf } from "../../model/backtest";
import { Row, RowGroup, RowSubject } from "../row-group";
import { Failure, spans } from "./backtest-panel";
import styles from "./differences.module.css";
import { Running } from "./running";

const looks = {
  gained: { tone: "positive", icon: IconPlus },
  lost: { tone: "critical", icon: IconCircleMinus },
  changed: { tone: "info", icon: IconReplace },
} as const;
const kinds = ["gained", "lost", "changed"] as const;

/** A text with the values of its parameters, and what it is called here. */
interface Side {
  text: string;
  label: string;
  overrides: Record<string, string>;
}

interface DifferencesProps {
  before: Side;
  after: Side;
}

/** What two texts would have done differently on the same past: campaigns gained, lost and changed, with their days. */
export function Differences({ before, after }: DifferencesProps) {
  const { t } = useTranslation();
  const { data: accounts = [] } = useQuery(accountChoicesQuery);
  const [days, setDays] = useState<number>(30);
  const [found, setFound] = useState<BacktestComparison>();
  const [since, setSince] = useState<number>();
  const [error, setError] = useState<unknown>(null);
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  const stop = () => {
    current.current?.abort();
    current.current = undefined;
    setSince(undefined);
  };
  const run = () => {
    stop();
    const own = new AbortController();
    current.current = own;
    setSince(Date.now());
    setError(null);
    const asked: ComparisonAsked = {
      before: before.text,
      after: after.text,
      overrides: after.overrides,
      before_overrides: before.overrides,
      days,
    };
    compareBacktests(asked, own.signal)
      .then((answer) => current.current === own && setFound(answer))
      .catch((cause: unknown) => current.current === own && setError(cause))
      .finally(() => current.current === own && setSince(undefined));
  };
  const accountOf = (id: string) => accounts.find(({ value }) => value === id)?.label;
  const differences = found && found.gained.length + found.lost.length + found.changed.length;
  const titleOf = (kind: (typeof kinds)[number]) =>
    t(`backtests.compare.${kind}`, { label: kind === "lost" ? before.label : after.label });
  return (
    <section className={styles.differences} aria-label={t("backtests.compare.title")}>
      <div className={styles.head}>
        <h3>{t("backtests.compare.title")}</h3>
        <div className={styles.tools}>
          <SegmentedControl
            size="xs"
            aria-label={t("backtests.span")}
            data={spans.map((span) => ({ value: String(span), label: t("backtests.days", { count: span }) }))}
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
          />
          <Button
            size="compact-md"
            variant={found ? "default" : "filled"}
            leftSection={<IconGitCompare size={14} aria-hidden />}
            disabled={since !== undefined}
            onClick={run}
          >
            {t("backtests.compare.run")}
          </Button>
        </div>
      </div>
      {!found && since === undefined && error === null && (
        <p className={styles.lead}>{t("backtests.compare.lead")}</p>
      )}
      {since !== undefined && (
        <Running since={since} label={t("backtests.compare.running", { count: days })} stop={stop} />
      )}
      {error !== null && since === undefined && <Failure error={error} retry={run} />}
      {found && (
        <div className={styles.found} data-stale={since !== undefined || undefined}>
          <p className={styles.same} role="status">
            {differences === 0
              ? t("backtests.compare.noDifference")
              : t("backtests.compare.differ", { count: differences })}{" "}
            {(differences === 0 || found.same > 0) && t("backtests.compare.alike", { count: found.same })}
          </p>
          {kinds.map(
            (kind) =>
              found[kind].length > 0 && (
                <RowGroup
                  key={kind}
                  heading="h4"
                  title={titleOf(kind)}
                  look={looks[kind]}
                  count={found[kind].length}
                >
                  {found[kind].map((difference) => (
                    <Difference
                      key={`${difference.account_id} ${aboutOf(difference)}`}
                      difference={difference}
                      account={accountOf(difference.account_id)}
                      span={found}
                      labels={[before.label, after.label]}
                    />
                  ))}
                </RowGroup>
              ),
          )}
        </div>
      )}
    </section>
  );
}

interface DifferenceProps {
  difference: BacktestDifference;
  account: string | undefined;
  span: { from: string; until: string };
  labels: readonly [string, string];
}

function Difference({ difference, account, span, labels }: DifferenceProps) {
  const { t } = useTranslation();
  const { old_days, new_days } = difference;
  const both = [
    { label: labels[0], days: old_days, version: "old" },
    { label: labels[1], days: new_days, version: "new" },
  ] as const;
  // Acting several times a day looks like once: the count tells them apart.
  const counted = both.some(({ days }) => new Set(days).size < days.length);
  const alike = old_days.length > 0 && old_days.join() === new_days.join();
  return (
    <Row>
      <RowSubject campaign={difference.campaign?.name} object={difference.object} account={account} />
      <dl className={styles.days}>
        {both.map(({ label, days, version }) => (
          <div key={version}>
            <dt>{label}</dt>
            <dd>
              <span className={styles.strip} data-version={version} aria-hidden>
                {[...new Set(days)].map((day) => (
                  <i key={day} style={{ insetInlineStart: `${placeOf(day, span) * 100}%` }} />
                ))}
              </span>
              <span className={styles.dayList}>
                {days.length === 0
                  ? t("backtests.compare.never")
                  : spansOf(days)
                      .map(({ from, to }) => (from === to ? formatShortDay(from) : formatSpanShort(from, to)))
                      .join(", ")}
                {counted && days.length > 0 && ` · ${t("backtests.times", { count: days.length })}`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {alike && <p className={styles.reason}>{t("backtests.compare.sameDays")}</p>}
      <p className={styles.reason}>
        <Coded text={difference.reason} />
      </p>
    </Row>
  );
}

/** Where a day lies within a span, from 0 to 1. */
function placeOf(day: string, { from, until }: { from: string; until: string }): number {
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const middle = Date.parse(`${day}T12:00:00Z`);
  return Math.min(0.99, Math.max(0, (middle - start) / Math.max(1, end - start)));
}
