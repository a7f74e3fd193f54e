import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Decision } from "~/shared/api/types";
import { about } from "~/shared/lib/about";
import { sentence } from "~/shared/lib/sentence";
import { IconShadow } from "~/shared/ui/icons";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { Status } from "~/shared/ui/status";
import { outcomeLooks } from "../model/outcomes";
import { toldAlone } from "../model/told";
import styles from "./decision-header.module.css";

/** What was decided about which campaign by which rule: the head of a decision that has no change to show. */
export function DecisionHeader({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { tone, icon } = outcomeLooks[decision.outcome];
  const actedBranch = decision.branch == null ? undefined : decision.explanation.branches[decision.branch];
  const { simulated } = decision;
  const told = toldAlone(decision);
  const reason = (actedBranch ?? decision.explanation.branches[0])?.reason;
  return (
    <header className={styles.head}>
      {simulated ? (
        <Status tone="info" icon={IconShadow} look="pill" label={t("decisions.simulated.label")} />
      ) : (
        <Status tone={tone} icon={icon} look="pill" label={t(`decisions.outcome.${decision.outcome}`)} />
      )}
      <h2 className={styles.title}>
        <Name text={about(decision)} look="block" />
      </h2>
      <p className={styles.where}>
        <PlatformMark platform={decision.account.platform} size={15} />
        <span>
          {decision.campaign && (
            <>
              <Name text={decision.account.name} />,{" "}
            </>
          )}
          <Link to="/rules/$ruleId" params={{ ruleId: decision.rule.id }}>
            <Name text={decision.rule.name} />
          </Link>
        </span>
      </p>
      <p className={styles.help}>
        {simulated
          ? t("decisions.simulated.help")
          : told.length > 0
            ? t("decisions.told")
            : t(`decisions.outcomeHelp.${decision.outcome}`)}
      </p>
      {simulated?.changes.map(({ property, target, from, to, stopped }) => (
        <p key={`${property} ${target}`} className={styles.reason}>
          {t(stopped === null ? "decisions.simulated.would" : "decisions.simulated.stopped", {
            target,
            from: from.display,
            to: to.display,
          })}
        </p>
      ))}
      {simulated?.tells.map((text) => (
        <p key={text} className={styles.reason}>
          {t("decisions.simulated.told", { text })}
        </p>
      ))}
      {reason && <p className={styles.reason}>{sentence(reason)}</p>}
      {told.map((action) => (
        <code key={action} className={styles.told}>
          {action}
        </code>
      ))}
    </header>
  );
}
