import { useTranslation } from "react-i18next";
import type { Decision } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import {
  type Icon,
  IconBolt,
  IconCircleMinus,
  IconHourglassHigh,
  IconQuestionMark,
  IconScale,
  IconShieldX,
} from "~/shared/ui/icons";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { Status } from "~/shared/ui/status";
import type { Tone } from "~/shared/ui/tone";
import styles from "./decision-header.module.css";

const looks: Record<Decision["outcome"], { tone: Tone; icon: Icon }> = {
  fired: { tone: "positive", icon: IconBolt },
  pending: { tone: "info", icon: IconHourglassHigh },
  not_fired: { tone: "neutral", icon: IconCircleMinus },
  unknown: { tone: "caution", icon: IconQuestionMark },
  blocked: { tone: "critical", icon: IconShieldX },
  held_out: { tone: "neutral", icon: IconScale },
};

/** What was decided about which campaign by which rule: the head of a decision that has no change to show. */
export function DecisionHeader({ decision }: { decision: Decision }) {
  const { t } = useTranslation();
  const { tone, icon } = looks[decision.outcome];
  const actedBranch = decision.branch == null ? undefined : decision.explanation.branches[decision.branch];
  const reason = (actedBranch ?? decision.explanation.branches[0])?.reason;
  return (
    <header className={styles.head}>
      <Status tone={tone} icon={icon} look="pill" label={t(`decisions.outcome.${decision.outcome}`)} />
      <h2 className={styles.title}>{decision.campaign.name}</h2>
      <p className={styles.where}>
        <PlatformMark platform={decision.account.platform} size={15} /> {decision.account.name},{" "}
        {decision.rule.name}
      </p>
      <p className={styles.help}>{t(`decisions.outcomeHelp.${decision.outcome}`)}</p>
      {reason && <p className={styles.reason}>{sentence(reason)}</p>}
    </header>
  );
}
