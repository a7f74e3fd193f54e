import { Button, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { IconPlayerPlay, IconRefresh } from "~/shared/ui/icons";
import { LoadFailure } from "~/shared/ui/states";
import { accountChoicesQuery } from "../../api/list-account-choices";
import styles from "./backtest.module.css";
import { BacktestResult } from "./backtest-result";
import { Running } from "./running";
import { useBacktest } from "./use-backtest";

export const spans = [7, 30, 90] as const;
type Span = (typeof spans)[number];
/** A month shows weekdays and weekends, and is answered within seconds. */
const USUAL_SPAN: Span = 30;

interface BacktestPanelProps {
  text: string;
  overrides: Record<string, string>;
  /** The saved rule of which the text is to become the next version. */
  ruleId: string | undefined;
  /** The text has an error: it cannot be run until that is mended. */
  faulty: boolean;
  openPreview: () => void;
}

/** What the text would have done: run over the recorded past as it was known then. It changes nothing. */
export function BacktestPanel({ text, overrides, ruleId, faulty, openPreview }: BacktestPanelProps) {
  const { t } = useTranslation();
  const hint = useId();
  const { data: accounts = [] } = useQuery(accountChoicesQuery);
  const [days, setDays] = useState<Span>(USUAL_SPAN);
  const [withEnabled, setWithEnabled] = useState(false);
  const [account, setAccount] = useState<string | null>(null);
  const { run, since, error, start, stop } = useBacktest();
  const moved = run !== undefined && (run.asked.text !== text || !sameValues(run.asked.overrides, overrides));
  const begin = (span: Span = days) =>
    start({ text, overrides, rule: ruleId, days: span, withEnabled, account: account ?? undefined });

  return (
    <div className={styles.panel}>
      <p className={styles.lead}>{t("backtests.lead")}</p>
      <div className={styles.choices}>
        <SegmentedControl
          size="xs"
          aria-label={t("backtests.span")}
          data={spans.map((span) => ({ value: String(span), label: t("backtests.days", { count: span }) }))}
          value={String(days)}
          onChange={(value) => setDays(spans.find((span) => String(span) === value) ?? USUAL_SPAN)}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("backtests.beside")}
          data={[
            { value: "alone", label: t("backtests.alone") },
            { value: "enabled", label: t("backtests.withEnabled") },
          ]}
          value={withEnabled ? "enabled" : "alone"}
          onChange={(value) => setWithEnabled(value === "enabled")}
        />
        <div className={styles.go}>
          <Select
            size="sm"
            className={styles.account ?? ""}
            aria-label={t("backtests.account")}
            placeholder={t("backtests.allAccounts")}
            clearable
            searchable
            data={accounts}
            value={account}
            onChange={setAccount}
          />
          <Button
            size="sm"
            variant={run && !moved ? "default" : "filled"}
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            disabled={faulty || since !== undefined}
            aria-describedby={faulty ? hint : undefined}
            onClick={() => begin()}
          >
            {t("backtests.run")}
          </Button>
        </div>
      </div>
      {faulty && (
        <p id={hint} className={styles.note}>
          {t("backtests.faulty")}
        </p>
      )}
      {since !== undefined && (
        <Running since={since} label={t("backtests.running.label", { count: days })} stop={stop} />
      )}
      {error !== null && since === undefined && <Failure error={error} retry={() => begin()} />}
      {moved && since === undefined && (
        <Callout
          tone="info"
          role="status"
          title={t("backtests.moved")}
          action={
            <Button
              size="compact-md"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              disabled={faulty}
              onClick={() => begin()}
            >
              {t("backtests.runAgain")}
            </Button>
          }
        >
          {t("backtests.movedHelp")}
        </Callout>
      )}
      {run && (
        <BacktestResult
          // Another run is another thing to look at: filters and the chosen account begin anew.
          key={run.found.until}
          run={run}
          stale={moved || since !== undefined}
          accountName={accounts.find(({ value }) => value === run.asked.account)?.label}
          openPreview={openPreview}
          runLonger={
            run.asked.days < 90 && !faulty
              ? () => {
                  setDays(90);
                  begin(90);
                }
              : undefined
          }
        />
      )}
    </div>
  );
}

const sameValues = (one: Record<string, string>, other: Record<string, string>) =>
  one === other ||
  (Object.keys(one).length === Object.keys(other).length &&
    Object.entries(one).every(([name, value]) => other[name] === value));

/** Why there is no answer: the text was refused, the server is busy, or nothing came back. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  if (isProblem(error, 503)) {
    return (
      <Callout
        tone="caution"
        role="alert"
        title={t("backtests.busy")}
        action={
          <Button size="compact-md" variant="default" onClick={retry}>
            {t("backtests.runAgain")}
          </Button>
        }
      >
        {t("backtests.busyHelp")}
      </Callout>
    );
  }
  if (isProblem(error, 422) || isProblem(error, 409)) {
    return (
      <Callout tone="critical" role="alert" title={t("backtests.refused")}>
        <Coded text={error.message} />
      </Callout>
    );
  }
  return <LoadFailure error={error} retry={retry} />;
}
