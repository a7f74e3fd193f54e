import { useTranslation } from "react-i18next";
import type { Decision } from "~/shared/api/types";
import { about } from "~/shared/lib/about";
import { sentence } from "~/shared/lib/sentence";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { Status } from "~/shared/ui/status";
import { outcomeLooks } from "../model/outcomes";
import styles from "./decision-header.module.css";

/** What was decided about which campaign by which rule: the head of a decision that has no change to show. */
export function DecisionHeader({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { tone, icon } = outcomeLooks[decision.outcome];
  const actedBranch = decision.branch == null ? undefined : decision.explanation.branches[decision.branch];
  const reason = (actedBranch ?? decision.explanation.branches[0])?.reason;
  return (
    <header className={styles.head}>
      <Status tone={tone} icon={icon} look="pill" label={t(`decisions.outcome.${decision.outcome}`)} />
      <h2 className={styles.title}>
        <Name text={about(decision)} look="block" />
      </h2>
      <p className={styles.where}>
        <PlatformMark platform={decision.account.platform} size={15} /> <Name text={decision.account.name} />
        {", "}
        <Name text={decision.rule.name} />
      </p>
      <p className={styles.help}>{t(`decisions.outcomeHelp.${decision.outcome}`)}</p>
      {reason && <p className={styles.reason}>{sentence(reason)}</p>}
    </header>
  );
}
