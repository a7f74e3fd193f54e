import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { aboutItself, standsIn } from "~/shared/lib/about";
import { formatCount } from "~/shared/lib/numbers";
import { sentence } from "~/shared/lib/sentence";
import { formatDay, formatInstant, formatMoment } from "~/shared/lib/time";
import { Coded } from "~/shared/ui/coded";
import { EffectOnSpend } from "~/shared/ui/effect-on-spend";
import { IconArrowBackUp, IconBolt, IconMail, IconShieldX } from "~/shared/ui/icons";
import { Name } from "~/shared/ui/name";
import { Status } from "~/shared/ui/status";
import { useStopper } from "~/shared/ui/use-stopper";
import type { BacktestAccount, BacktestFiring } from "../../api/types";
import { aboutOf, acted, dayOf, isCut, ofCandidate } from "../../model/backtest";
import { BeforeAfter } from "../before-after";
import { Row, RowGroup } from "../row-group";
import styles from "./backtest.module.css";

/** Rows that are there at first, and that each press adds. */
const STEP = 30;
const filters = ["all", "fired", "stopped"] as const;
type Filter = (typeof filters)[number];

const stopsAlike = (firing: BacktestFiring, above: BacktestFiring | undefined) =>
  above !== undefined && JSON.stringify(firing.stopped_by) === JSON.stringify(above.stopped_by);

interface FiringRowProps {
  firing: BacktestFiring;
  account: BacktestAccount;
  /** The rule is named where rows of several stand together. */
  named: boolean;
  rules: ReadonlySet<string>;
  /** The row above says the same about who stood in the way: the whole sentence is not repeated. */
  stoppedAsAbove: boolean;
}

function FiringRow({ firing, account, named, rules, stoppedAsAbove }: FiringRowProps) {
  const { t } = useTranslation();
  const stopper = useStopper();
  const came = acted(firing);
  const zone = account.account.time_zone;
  return (
    <Row>
      <div className={styles.firingHead}>
        <span className={styles.campaign}>
          <Name text={aboutItself({ ...firing, account: account.account })} />
          {firing.object && firing.campaign && (
            <span className={styles.parent}>
              <Name text={standsIn(firing.campaign.name, firing.object)} />
            </span>
          )}
        </span>
        <time dateTime={firing.at} title={formatInstant(firing.at, zone)} className={styles.at}>
          {formatMoment(firing.at, Date.parse(firing.at), zone)}
        </time>
      </div>
      {named && <p className={styles.ruleName}>{firing.rule}</p>}
      <div className={styles.came}>
        <Status
          tone={came ? "positive" : "critical"}
          icon={came ? (firing.gives_back ? IconArrowBackUp : IconBolt) : IconShieldX}
          label={t(
            came ? (firing.gives_back ? "backtests.comesBack" : "backtests.wouldAct") : "backtests.isStopped",
          )}
        />
        {firing.changes.map((change) => (
          <span key={`${change.property} ${change.target}`} className={styles.effect}>
            <BeforeAfter before={change.from} after={change.to} item={change.item} />
            {change.stopped === null && (
              <EffectOnSpend property={change.property} change={change.per_day_change} />
            )}
            {change.shared_by > 1 && (
              <span className={styles.shared}>
                {t("backtests.shared", { target: change.target, count: change.shared_by })}
              </span>
            )}
          </span>
        ))}
      </div>
      {firing.tells.map((told) => (
        <p key={told} className={styles.told}>
          <IconMail size={14} stroke={2} aria-hidden />
          <span>{told}</span>
        </p>
      ))}
      <p className={styles.reason}>
        <Coded text={firing.reason} />
      </p>
      {firing.stopped_by.map((stop) => (
        <p key={`${stop.by} ${stop.reason}`} className={styles.stop}>
          <b>{sentence(stopper(stop.by, rules))}:</b>{" "}
          {stoppedAsAbove ? t("backtests.asAbove") : <Coded text={stop.reason} />}
        </p>
      ))}
    </Row>
  );
}

/** Each time a rule acted or was kept from it, in the order of time. */
export function FiringList({ account }: { account: BacktestAccount }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>("all");
  const [whose, setWhose] = useState<"candidate" | "all">("candidate");
  const [length, setLength] = useState(STEP);
  const candidate = ofCandidate(account);
  const rules = new Set(account.rules.map(({ name }) => name));
  const several = account.rules.length > 1;
  const own =
    whose === "candidate" && candidate
      ? account.firings.filter(({ rule_id }) => rule_id === candidate.id)
      : account.firings;
  const fired = own.filter(acted).length;
  const counts: Record<Filter, number> = { all: own.length, fired, stopped: own.length - fired };
  const filtered = own.filter((firing) => filter === "all" || acted(firing) === (filter === "fired"));
  const rows = filtered.slice(0, length);
  const days = [...new Set(rows.map(({ at }) => dayOf(account, at)))];
  return (
    <section className={styles.list} aria-label={t("backtests.list.title")}>
      <div className={styles.listHead}>
        <h2>{t("backtests.list.title")}</h2>
        {several && candidate && (
          <SegmentedControl
            size="xs"
            aria-label={t("backtests.list.whose")}
            data={[
              { value: "candidate", label: t("backtests.list.own") },
              { value: "all", label: t("backtests.list.allRules") },
            ]}
            value={whose}
            onChange={(value) => {
              setWhose(value === "all" ? "all" : "candidate");
              setLength(STEP);
            }}
          />
        )}
        <SegmentedControl
          size="xs"
          aria-label={t("backtests.list.show")}
          data={filters.map((each) => ({
            value: each,
            label: `${t(`backtests.list.${each}`)} ${formatCount(counts[each])}`,
          }))}
          value={filter}
          onChange={(value) => {
            setFilter(filters.find((each) => each === value) ?? "all");
            setLength(STEP);
          }}
        />
      </div>
      {rows.length === 0 && <p className={styles.note}>{t("backtests.list.none")}</p>}
      {days.map((day) => (
        <RowGroup key={day} heading="h3" title={formatDay(day)} ordered>
          {rows
            .filter(({ at }) => dayOf(account, at) === day)
            .map((firing, at, those) => (
              <FiringRow
                key={`${firing.at} ${firing.rule_id} ${aboutOf(firing)} ${firing.gives_back}`}
                firing={firing}
                account={account}
                named={whose === "all" && several}
                rules={rules}
                stoppedAsAbove={stopsAlike(firing, those[at - 1])}
              />
            ))}
        </RowGroup>
      ))}
      {rows.length < filtered.length && (
        <Button variant="subtle" size="compact-md" onClick={() => setLength((now) => now + STEP)}>
          {t("backtests.list.more", { count: Math.min(STEP, filtered.length - rows.length) })}
        </Button>
      )}
      {isCut(account) && (
        <p className={styles.note}>
          {t("backtests.list.cut", {
            shown: formatCount(account.firings.length),
            of: formatCount(account.firings_total),
          })}
        </p>
      )}
    </section>
  );
}
