import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Decision, ExplainedBranch, ExplainedWindow } from "~/shared/api/types";
import { daysBetween, formatDay, formatInstant, formatMoment } from "~/shared/lib/time";
import { Disclosure } from "~/shared/ui/disclosure";
import { IconExternalLink, IconShieldX } from "~/shared/ui/icons";
import { RuleText } from "~/shared/ui/rule-text";
import { LoadFailure } from "~/shared/ui/states";
import { decisionQuery } from "../api/get-decision";
import { ConditionTree, ShownValue } from "./condition-tree";
import styles from "./explanation.module.css";
import { TruthMark } from "./truth-mark";

interface BranchProps {
  branch: ExplainedBranch;
  number: number;
  of: number;
  /** A later branch is tried only when every earlier one is false; what is not known stops the chain. */
  reached: boolean;
  acted: boolean;
}

function Branch({ branch, number, of, reached, acted }: BranchProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.branch} data-reached={reached}>
      {of > 1 && (
        <header className={styles.branchHead}>
          <TruthMark truth={branch.truth} size="group" />
          <b>{t("decisions.branch", { number })}</b>
          <span>{branch.actions.join(", ")}</span>
          {acted && <span className={styles.acted}>{t("decisions.acted")}</span>}
          {!reached && <span className={styles.skipped}>{t("decisions.skipped")}</span>}
        </header>
      )}
      {branch.condition ? (
        <ConditionTree node={branch.condition} />
      ) : (
        <p className={styles.dim}>{t("decisions.always")}</p>
      )}
      {branch.lasting && <p className={styles.dim}>{branch.lasting}</p>}
    </section>
  );
}

function Window({ window, timeZone }: { window: ExplainedWindow; timeZone: string }) {
  const { t } = useTranslation();
  const span = () => {
    const { from, to, grain, missing } = window;
    if (from === null || to === null) return `${t("decisions.missing")}: ${missing?.detail ?? ""}`;
    if (grain === "day") {
      const count = daysBetween(from, to);
      return t("decisions.window.day", { count, from: formatDay(from), to: formatDay(to) });
    }
    const end = Date.parse(to);
    return t("decisions.window.hour", {
      from: formatMoment(from, end, timeZone),
      to: formatMoment(to, end, timeZone),
    });
  };
  return (
    <li className={styles.window}>
      <span className={styles.windowText}>{window.text}</span>
      <span className={styles.windowSpan}>{span()}</span>
      <span className={styles.dim}>
        {t("decisions.window.metrics", { metrics: window.metrics.join(", ") })}
        {window.lag_days > 0 && `, ${t("decisions.window.lag", { count: window.lag_days })}`}
      </span>
    </li>
  );
}

/** Why: the condition with the values that decided it, the data it looked at, and the rule as it was written then. */
export function ExplanationBody({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { explanation } = decision;
  const zone = decision.account.time_zone;
  const data = decision.data_until
    ? t("decisions.dataUntil", { instant: formatInstant(decision.data_until, zone) })
    : t("decisions.noData");
  return (
    <div className={styles.explanation}>
      {decision.blocked.map(({ by, reason }) => (
        <p key={by} className={styles.blocked}>
          <IconShieldX size={16} stroke={2} aria-hidden />
          <span>
            <b>{t("decisions.blockedBy", { by })}</b>: {reason}
          </span>
        </p>
      ))}
      <div className={styles.branches}>
        {explanation.branches.map((branch, at) => (
          <Branch
            key={branch.condition?.text ?? `branch ${at}`}
            branch={branch}
            number={at + 1}
            of={explanation.branches.length}
            reached={explanation.branches.slice(0, at).every(({ truth }) => truth === "false")}
            acted={decision.branch === at}
          />
        ))}
      </div>

      {explanation.lets.length > 0 && (
        <div>
          <h4 className={styles.small}>{t("decisions.lets")}</h4>
          <dl className={styles.lets}>
            {explanation.lets.map((named) => (
              <div key={named.name}>
                <dt>{named.name}</dt>
                <dd>
                  <ShownValue value={named.value} /> <span className={styles.dim}>= {named.text}</span>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}

      {explanation.windows.length > 0 && (
        <div>
          <h4 className={styles.small}>{t("decisions.windows")}</h4>
          <ul className={styles.windows}>
            {explanation.windows.map((window) => (
              <Window key={`${window.text} ${window.metrics.join()}`} window={window} timeZone={zone} />
            ))}
          </ul>
        </div>
      )}

      <p className={styles.stamp}>
        {data}. {t("decisions.decidedAt", { instant: formatInstant(decision.at, zone) })}.
      </p>

      {explanation.scope && (
        <Disclosure title={t("decisions.scope")}>
          <ConditionTree node={explanation.scope} />
        </Disclosure>
      )}
      <Disclosure
        title={
          <span>
            {t("decisions.ruleText")}{" "}
            <span className={styles.version}>
              {t("decisions.ruleVersion", { version: decision.rule.version })}
            </span>
          </span>
        }
      >
        <RuleText text={decision.rule.text} label={t("decisions.ruleText")} />
      </Disclosure>
    </div>
  );
}

/** The explanation of a decision inside another page. */
export function Explanation({ decisionId, linked = true }: { decisionId: string | null; linked?: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...decisionQuery(decisionId ?? ""),
    enabled: decisionId !== null,
  });
  return (
    <section className={styles.section} aria-label={t("decisions.why")}>
      <header className={styles.head}>
        <h3 className={styles.title}>{t("decisions.why")}</h3>
        {linked && decisionId !== null && (
          <Link to="/decisions/$decisionId" params={{ decisionId }} className={styles.open}>
            {t("decisions.open")} <IconExternalLink size={14} stroke={2} aria-hidden />
          </Link>
        )}
      </header>
      {decisionId === null ? (
        <p className={styles.dim}>{t("decisions.unexplained")}</p>
      ) : data ? (
        <ExplanationBody decision={data} />
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <div className={styles.skeleton} role="status" aria-label={t("state.loading")}>
          <Skeleton height={14} width="46%" radius="xl" />
          <Skeleton height={14} width="64%" radius="xl" />
          <Skeleton height={14} width="58%" radius="xl" />
          <Skeleton height={14} width="30%" radius="xl" />
        </div>
      )}
    </section>
  );
}
