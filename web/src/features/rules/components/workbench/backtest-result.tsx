import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatCount, formatShare } from "~/shared/lib/numbers";
import { formatMoment } from "~/shared/lib/time";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { Disclosure } from "~/shared/ui/disclosure";
import { IconScale } from "~/shared/ui/icons";
import { MoneyChange } from "~/shared/ui/money-change";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { useStopper } from "~/shared/ui/use-stopper";
import type { BacktestAccount } from "../../api/types";
import {
  endedEarly,
  levelOf,
  meetings,
  mostTelling,
  ofCandidate,
  stoppers,
  tallyOf,
  whyNothing,
} from "../../model/backtest";
import styles from "./backtest.module.css";
import { BacktestChart } from "./backtest-chart";
import { BacktestNothing } from "./backtest-nothing";
import { BacktestUnknowns } from "./backtest-unknowns";
import { FiringList } from "./firing-list";
import { MovedValues } from "./moved-values";
import { Sums } from "./sums";
import type { BacktestRun } from "./use-backtest";

/** A run that begins this much later than asked says so; the first day of an account is never whole. */
const UNRECORDED_MS = 36 * 3_600_000;

interface BacktestResultProps {
  run: BacktestRun;
  /** It belongs to an earlier text, or the next answer is on its way. */
  stale: boolean;
  /** The one account that was asked for. */
  accountName: string | undefined;
  openPreview: () => void;
  /** Runs the same over the longest span; undefined where it was that already. */
  runLonger: (() => void) | undefined;
}

/** What came of a run: the figures, the account's days, where rules met, and each firing. */
export function BacktestResult({ run, stale, accountName, openPreview, runLonger }: BacktestResultProps) {
  const { t } = useTranslation();
  const { asked, found } = run;
  const { accounts } = found;
  const [chosen, setChosen] = useState<string>();
  const tally = tallyOf(accounts);
  const shown = accounts.find(({ account }) => account.id === chosen) ?? mostTelling(accounts);
  const met = meetings(accounts);
  const stops = stoppers(accounts);
  const stopper = useStopper();
  const rules = accounts.flatMap((account) => account.rules);
  const names = new Set(rules.map(({ name }) => name));
  const level = levelOf(rules.filter(({ is_candidate }) => is_candidate));
  const nothing = tally.fired + tally.stopped === 0;
  const anything = accounts.some(({ firings }) => firings.length > 0);
  return (
    <div className={styles.result} data-stale={stale || undefined}>
      <p className={styles.about}>
        {t("backtests.about", {
          days: t("backtests.days", { count: asked.days }),
          until: formatMoment(found.until, 0),
        })}
        {" · "}
        {t(asked.withEnabled ? "backtests.withEnabled" : "backtests.alone")}
        {" · "}
        {accountName ?? t("backtests.allAccounts")}
      </p>
      <Sums
        label={t("backtests.figures")}
        sums={[
          {
            id: "fired",
            label: t("backtests.wouldAct"),
            value: formatCount(tally.fired),
            detail: t(`backtests.on.${level}`, { count: tally.firedObjects }),
            tone: tally.fired > 0 ? "strong" : undefined,
          },
          {
            id: "stopped",
            label: t("backtests.isStopped"),
            value: formatCount(tally.stopped),
            detail: t(`backtests.on.${level}`, { count: tally.stoppedObjects }),
            tone: tally.stopped > 0 ? "critical" : undefined,
          },
          {
            id: "unknown",
            label: t("backtests.unknown"),
            value: tally.checks === 0 ? "–" : formatShare(tally.unknown / tally.checks),
            detail: t("backtests.ofChecks", { count: tally.checks, number: formatCount(tally.checks) }),
            tone: tally.unknown > 0 ? "caution" : undefined,
          },
        ]}
      />
      {stops.length > 0 && (
        <p className={styles.note}>
          {t("backtests.stoppedBy")}{" "}
          {stops.map(({ by, times }, at) => (
            <Fragment key={by}>
              {at > 0 && ", "}
              <b className={styles.stopper}>{stopper(by, names)}</b> {formatCount(times)}
            </Fragment>
          ))}
        </p>
      )}
      {tally.perDay.length > 0 && (
        <p className={styles.money}>
          <span>{t("backtests.perDay")}</span>
          {tally.perDay.map((change) => (
            <MoneyChange key={change.currency} change={change} look="short" />
          ))}
        </p>
      )}
      {tally.unknown > 0 && <BacktestUnknowns tally={tally} />}
      {tally.outside > 0 && !nothing && (
        <p className={styles.note}>
          {t("backtests.outside", { count: tally.outside, number: formatCount(tally.outside) })}
        </p>
      )}
      <Shortfalls run={run} />
      {nothing && (
        <BacktestNothing
          why={whyNothing(accounts, tally)}
          tally={tally}
          openPreview={openPreview}
          runLonger={runLonger}
        />
      )}
      {accounts.length > 1 && anything && (
        <ul className={styles.accounts} aria-label={t("backtests.byAccount")}>
          {accounts.map((each) => (
            <li key={each.account.id}>
              <AccountChoice
                account={each}
                chosen={each === shown}
                choose={() => setChosen(each.account.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {shown && anything && (
        <section className={styles.section} aria-label={shown.account.name}>
          <BacktestChart account={shown} />
          {met.length > 0 && (
            <div className={styles.met}>
              <h2>
                <IconScale size={15} stroke={2} aria-hidden />
                {t("backtests.met.title")}
              </h2>
              <ul>
                {met.map((meeting) => (
                  <li key={`${meeting.rule} ${meeting.by}`}>
                    {t("backtests.met.line", {
                      rule: meeting.rule,
                      by: meeting.by,
                      times: t("backtests.times", { count: meeting.times }),
                      objects: t(`backtests.on.${levelOf(rules)}`, { count: meeting.objects }),
                    })}
                  </li>
                ))}
              </ul>
            </div>
          )}
          <MovedValues account={shown} />
          <FiringList key={shown.account.id} account={shown} />
        </section>
      )}
      <Disclosure title={t("backtests.assumes.title")}>
        <ul className={styles.assumes}>
          {(["known", "approved", "spend", "today", "writes"] as const).map((each) => (
            <li key={each}>{t(`backtests.assumes.${each}`)}</li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

/** Where the answer is not whole: accounts that a rule cannot run in, that ran out of time, of which nothing is known. */
function Shortfalls({ run: { found } }: { run: BacktestRun }) {
  const { t } = useTranslation();
  const lines = found.accounts.flatMap((each) => {
    const { account, not_bound, known_since, reached, rules } = each;
    const said = not_bound.map(({ rule, why }) => ({
      key: `${account.id} ${rule}`,
      text: (
        <>
          {t("backtests.notBound", { rule, account: account.name })} <Coded text={why} />
        </>
      ),
    }));
    if (known_since === null) {
      said.push({
        key: `${account.id} known`,
        text: <>{t("backtests.nothingKnown", { account: account.name })}</>,
      });
    } else if (Date.parse(known_since) - Date.parse(found.from) > UNRECORDED_MS) {
      const since = formatMoment(known_since, 0, account.time_zone);
      said.push({
        key: `${account.id} since`,
        text: <>{t("backtests.knownSince", { account: account.name, since })}</>,
      });
    }
    // Levels below the campaigns are read from where a rule first asked for them.
    for (const { id, name, known_since: own } of rules) {
      if (own === null || known_since === null || own <= known_since) continue;
      const since = formatMoment(own, 0, account.time_zone);
      said.push({
        key: `${account.id} since ${id}`,
        text: <>{t("backtests.ruleKnownSince", { rule: name, account: account.name, since })}</>,
      });
    }
    if (endedEarly(found, each)) {
      said.push({
        key: `${account.id} reached`,
        text: (
          <>
            {t("backtests.reached", {
              account: account.name,
              reached: formatMoment(reached, 0, account.time_zone),
            })}
          </>
        ),
      });
    }
    return said;
  });
  if (lines.length === 0) return null;
  const cut = found.accounts.some((account) => endedEarly(found, account));
  return (
    <Callout tone={cut ? "caution" : "neutral"} title={t(cut ? "backtests.cut" : "backtests.partly")}>
      <ul className={styles.lines}>
        {lines.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
    </Callout>
  );
}

interface AccountChoiceProps {
  account: BacktestAccount;
  chosen: boolean;
  choose: () => void;
}

/** One account's share of a run, and the way to its days. */
function AccountChoice({ account: each, chosen, choose }: AccountChoiceProps) {
  const { t } = useTranslation();
  const { fired, stopped } = tallyOf([each]);
  return (
    <button type="button" className={styles.choice} aria-pressed={chosen} onClick={choose}>
      <PlatformMark platform={each.account.platform} size={14} />
      <span className={styles.choiceName}>{each.account.name}</span>
      <span className={styles.choiceCount}>
        {ofCandidate(each)
          ? t("backtests.share", { fired: formatCount(fired), stopped: formatCount(stopped) })
          : t("backtests.notHere")}
      </span>
    </button>
  );
}
