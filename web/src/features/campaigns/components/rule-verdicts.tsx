import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CampaignRule } from "~/shared/api/types";
import { objectName } from "~/shared/lib/about";
import { sentence } from "~/shared/lib/sentence";
import { Change } from "~/shared/ui/change";
import { EffectOnSpend } from "~/shared/ui/effect-on-spend";
import { ExplanationBody } from "~/shared/ui/explanation/explanation-body";
import { IconChevronRight, IconShieldX } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { ObjectLink } from "~/shared/ui/object-link";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { verdictsQuery } from "../api/get-verdicts";
import { inOrder, verdictLooks } from "../model/verdicts";
import styles from "./rule-verdicts.module.css";

function Progress({ verdict, timeZone }: { verdict: CampaignRule; timeZone: string }) {
  const { t } = useTranslation();
  const { progress, outcome } = verdict;
  if (!progress) return null;
  if (outcome === "cooling" && progress.cooldown_until !== null) {
    return (
      <span className={styles.progress}>
        {t("campaigns.verdicts.coolsUntil")} <Ago at={progress.cooldown_until} timeZone={timeZone} />
      </span>
    );
  }
  if (progress.checks_needed !== null && progress.checks_needed > 0) {
    return (
      <span className={styles.progress}>
        {t("campaigns.verdicts.checks", { done: progress.checks_done, needed: progress.checks_needed })}
      </span>
    );
  }
  return null;
}

interface VerdictProps {
  verdict: CampaignRule;
  campaign: string;
  timeZone: string;
  /** On a campaign's page: what below it the rule is about is named. */
  named: boolean;
}

function Verdict({ verdict, campaign, timeZone, named }: VerdictProps) {
  const { t } = useTranslation();
  const { rule, object, outcome, reason, distance, effects, explanation, shadow } = verdict;
  const { tone, icon } = verdictLooks[outcome];
  return (
    <details className={styles.verdict} data-outcome={outcome}>
      <summary className={styles.summary}>
        <IconChevronRight size={15} stroke={2.2} aria-hidden className={styles.chevron} />
        <span className={styles.outcome}>
          <Status
            tone={tone}
            icon={icon}
            label={t(`campaigns.verdicts.outcome.${outcome}`)}
            help={t(`campaigns.verdicts.help.${outcome}`)}
          />
        </span>
        <span className={styles.words}>
          <b>
            <Name text={named && object ? `${objectName(object)}: ${rule.name}` : rule.name} />
          </b>
          <span className={styles.reason}>{sentence(reason)}</span>
        </span>
        <span className={styles.distance}>
          {distance}
          <Progress verdict={verdict} timeZone={timeZone} />
        </span>
      </summary>
      <div className={styles.body}>
        <p className={styles.help}>
          {t(`campaigns.verdicts.help.${outcome}`)}{" "}
          <Link to="/rules/$ruleId" params={{ ruleId: rule.id }}>
            {t("campaigns.verdicts.open")}
          </Link>
          {named && object && (
            <>
              {" · "}
              <ObjectLink campaign={{ id: campaign }} object={object} leveled />
            </>
          )}
          {shadow !== null && (
            <>
              {" · "}
              <Link to="/decisions" search={{ rule: shadow, of: rule.id, campaign }}>
                {t("campaigns.verdicts.shadow")}
              </Link>
            </>
          )}
          {outcome === "awaiting" && (
            <>
              {" · "}
              <Link to="/approvals" search={{ tab: "waiting", rule: rule.id }}>
                {t("campaigns.verdicts.inbox")}
              </Link>
            </>
          )}
        </p>
        {effects.map((effect) => (
          <p
            key={`${effect.kind} ${effect.property} ${effect.item} ${effect.after?.display}`}
            className={styles.effect}
          >
            {effect.property !== null && (
              <span className={styles.property}>{t(`actions.property.${effect.property}`)}</span>
            )}
            {effect.item !== null && <bdi>{effect.item}</bdi>}
            {effect.before !== null && effect.after !== null ? (
              <Change before={effect.before} after={effect.after} />
            ) : effect.kind === "notify" ? (
              t("campaigns.verdicts.notify")
            ) : (
              t(`actions.kind.${effect.kind}`)
            )}
            <EffectOnSpend property={effect.property} change={effect.per_day_change} />
            {effect.blocked !== null && (
              <span className={styles.blocked}>
                <IconShieldX size={15} stroke={2} aria-hidden /> {sentence(effect.blocked)}
              </span>
            )}
          </p>
        ))}
        {explanation && <ExplanationBody explanation={explanation} timeZone={timeZone} heading="h3" />}
      </div>
    </details>
  );
}

interface RuleVerdictsProps {
  campaign: string;
  /** Only what is said about this one, which stands below the campaign. */
  object?: string;
  timeZone: string;
}

/** What every rule says now about a campaign, or about something below it, each with the values behind it. */
export function RuleVerdicts({ campaign, object, timeZone }: RuleVerdictsProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(verdictsQuery(campaign));
  const verdicts =
    data?.data.filter((verdict) => object === undefined || verdict.object?.id === object) ?? [];
  return (
    <Panel
      flush
      title={t("campaigns.verdicts.title")}
      lead={
        data && (
          <>
            {t("campaigns.verdicts.asOf")} <Ago at={data.at} timeZone={timeZone} />
          </>
        )
      }
    >
      {data ? (
        verdicts.length === 0 ? (
          <p className={styles.none}>
            {t(object === undefined ? "campaigns.verdicts.none" : "objects.noRule")}
          </p>
        ) : (
          inOrder(verdicts).map((verdict) => (
            <Verdict
              key={`${verdict.rule.id} ${verdict.object?.id}`}
              verdict={verdict}
              campaign={campaign}
              timeZone={timeZone}
              named={object === undefined}
            />
          ))
        )
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={3} height={52} />
      )}
    </Panel>
  );
}
