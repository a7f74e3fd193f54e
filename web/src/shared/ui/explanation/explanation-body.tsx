import { useTranslation } from "react-i18next";
import type { ExplainedBranch, ExplainedWindow, Explanation } from "../../api/types";
import { missingWords } from "../../lib/missing";
import { daysBetween, formatDay, formatInstant, formatMoment } from "../../lib/time";
import { Disclosure } from "../disclosure";
import { IconAlertTriangle, IconChecks, IconHelpCircle, IconShieldX } from "../icons";
import { RuleText } from "../rule-text";
import { Status } from "../status";
import type { Look } from "../tone";
import { useStopper } from "../use-stopper";
import { ConditionTree, ShownValue } from "./condition-tree";
import styles from "./explanation-body.module.css";
import { type Replayed, replayedOf } from "./replayed";
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
      {acted && branch.returned.length > 0 && (
        <dl className={styles.lets}>
          {branch.returned.map((script) => (
            <div key={script.text}>
              <dt>{t("decisions.returned", { script: script.text })}</dt>
              <dd>
                <ShownValue value={script.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Window({ window, at, timeZone }: { window: ExplainedWindow; at: string; timeZone: string }) {
  const { t } = useTranslation();
  const span = () => {
    const { from, to, grain, missing } = window;
    if (from === null || to === null)
      return `${t("decisions.missing")}: ${missing ? missingWords(missing) : ""}`;
    if (grain === "day") {
      const count = daysBetween(from, to);
      return t("decisions.window.day", { count, from: formatDay(from), to: formatDay(to) });
    }
    // Of another day than the decision's the day is named, and once where both ends are of one.
    return t("decisions.window.hour", {
      from: formatMoment(from, Date.parse(at), timeZone),
      to: formatMoment(to, Date.parse(from), timeZone),
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

const replayedLooks: Record<Replayed, Look> = {
  same: { tone: "positive", icon: IconChecks },
  other: { tone: "caution", icon: IconAlertTriangle },
  not_whole: { tone: "neutral", icon: IconHelpCircle },
};

/** What the stored values came to, worked out once more, and what it means where that is not what was decided. */
function WorkedOutAgain({ replayed }: { replayed: Replayed }) {
  const { t } = useTranslation();
  return (
    <p className={styles.replayed}>
      <span>{t("decisions.replayed.title")}</span>{" "}
      <Status {...replayedLooks[replayed]} label={t(`decisions.replayed.${replayed}`)} />
      {replayed !== "same" && (
        <span className={styles.otherwise}> {t(`decisions.replayed.help.${replayed}`)}</span>
      )}
    </p>
  );
}

interface ExplanationBodyProps {
  explanation: Explanation;
  /** The account's zone: days and hours are read in it. */
  timeZone: string;
  /** The branch that acted. */
  branch?: number | null | undefined;
  blocked?: readonly { by: string; reason: string }[] | undefined;
  /** Whether the stored values come to the same answer again; absent where nothing was stored. */
  replays?: boolean;
  /** The level of its own headings: one below the heading it stands under. */
  heading?: "h3" | "h4";
  /** The rule as it was written then. */
  rule?: { version: number; text: string } | undefined;
}

/** Why: the condition with the values that decided it, the data it looked at, and the rule as it was written then. */
export function ExplanationBody({
  explanation,
  timeZone,
  branch,
  blocked = [],
  replays,
  rule,
  heading: Heading = "h4",
}: ExplanationBodyProps) {
  const { t } = useTranslation();
  const stopper = useStopper();
  const data = explanation.data_until
    ? t("decisions.dataUntil", { instant: formatInstant(explanation.data_until, timeZone) })
    : t("decisions.noData");
  return (
    <div className={styles.explanation}>
      {blocked.map(({ by, reason }) => (
        <p key={by} className={styles.blocked}>
          <IconShieldX size={16} stroke={2} aria-hidden />
          <span>
            <b>{t("decisions.blockedBy", { by: stopper(by) })}</b>: {reason}
          </span>
        </p>
      ))}
      <div className={styles.branches}>
        {explanation.branches.map((each, at) => (
          <Branch
            key={each.condition?.text ?? `branch ${at}`}
            branch={each}
            number={at + 1}
            of={explanation.branches.length}
            reached={explanation.branches.slice(0, at).every(({ truth }) => truth === "false")}
            acted={branch === at}
          />
        ))}
      </div>

      {explanation.lets.length > 0 && (
        <div>
          <Heading className={styles.small}>{t("decisions.lets")}</Heading>
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
          <Heading className={styles.small}>{t("decisions.windows")}</Heading>
          <ul className={styles.windows}>
            {explanation.windows.map((window) => (
              <Window
                key={`${window.text} ${window.metrics.join()}`}
                window={window}
                at={explanation.at}
                timeZone={timeZone}
              />
            ))}
          </ul>
        </div>
      )}

      <div>
        <p className={styles.stamp}>
          {data}. {t("decisions.decidedAt", { instant: formatInstant(explanation.at, timeZone) })}.
        </p>
        {replays !== undefined && <WorkedOutAgain replayed={replayedOf(explanation, replays)} />}
      </div>

      {explanation.scope && (
        <Disclosure title={t("decisions.scope")}>
          <ConditionTree node={explanation.scope} />
        </Disclosure>
      )}
      {explanation.release && (
        <Disclosure title={t("decisions.release")}>
          <ConditionTree node={explanation.release.condition} />
        </Disclosure>
      )}
      {rule && (
        <Disclosure
          title={
            <span>
              {t("decisions.ruleText")}{" "}
              <span className={styles.version}>{t("decisions.ruleVersion", { version: rule.version })}</span>
            </span>
          }
        >
          <RuleText text={rule.text} label={t("decisions.ruleText")} />
        </Disclosure>
      )}
    </div>
  );
}
