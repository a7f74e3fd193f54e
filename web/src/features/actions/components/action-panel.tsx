import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ActionDetail, ActionSummary } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { Change } from "~/shared/ui/change";
import { Disclosure } from "~/shared/ui/disclosure";
import { IconAlertTriangle, IconArrowBackUp, IconStack2 } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { MoneyChange } from "~/shared/ui/money-change";
import { Name } from "~/shared/ui/name";
import { ObjectLink } from "~/shared/ui/object-link";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { actionQuery } from "../api/get-action";
import { withSelected } from "../model/filter";
import { gives, takes } from "../model/moves";
import { stateLooks, subject } from "../model/states";
import { ActionHistory } from "./action-history";
import styles from "./action-panel.module.css";
import { ActionStateWord } from "./action-state";
import { Exchange } from "./exchange";
import { FreshProposal } from "./fresh-proposal";
import { Lapse, NotBefore } from "./lapse";
import { MoveTable } from "./move-table";
import notice from "./notice.module.css";

interface FactsProps {
  action: ActionSummary;
  ruleMark: (decisionId: string) => ReactNode;
}

function Facts({ action, ruleMark }: FactsProps) {
  const { t } = useTranslation();
  const zone = action.account.time_zone;
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t("actions.panel.account")}</dt>
        <dd>
          <PlatformMark platform={action.account.platform} size={15} /> <bdi>{action.account.name}</bdi>
        </dd>
      </div>
      <div>
        <dt>{t(action.rule ? "actions.panel.rule" : "actions.panel.askedBy")}</dt>
        <dd>
          {action.rule ? (
            <Link to="/rules/$ruleId" params={{ ruleId: action.rule.id }} className={styles.quiet}>
              <bdi>{action.rule.name}</bdi> {t("actions.version", { version: action.rule.version })}
            </Link>
          ) : (
            action.requested_by.name
          )}
        </dd>
        {action.rule && action.decision_id !== null && ruleMark(action.decision_id)}
      </div>
      {action.campaign && (
        <div>
          <dt>{t("actions.panel.campaign")}</dt>
          <dd>
            <Link
              to="/campaigns/$campaignId"
              params={{ campaignId: action.campaign.id }}
              className={styles.quiet}
            >
              <Name text={action.campaign.name} />
            </Link>
          </dd>
        </div>
      )}
      {action.object && action.object.parent !== null && (
        <div>
          <dt>{t("objects.level.ad_group")}</dt>
          <dd>
            <Name text={action.object.parent} />
          </dd>
        </div>
      )}
      {action.object && action.campaign && (
        <div>
          <dt>{t(`objects.level.${action.object.level}`)}</dt>
          <dd>
            <ObjectLink campaign={action.campaign} object={action.object} />
          </dd>
        </div>
      )}
      {action.target.name !== subject(action) && (
        <div>
          <dt>{t("actions.panel.target")}</dt>
          <dd>
            <bdi>{action.target.name}</bdi>
          </dd>
        </div>
      )}
      <div>
        <dt>{t("actions.panel.asked")}</dt>
        <dd>
          <Ago at={action.created_at} timeZone={zone} />
        </dd>
      </div>
    </dl>
  );
}

/** The links between a change and its way back. */
function UndoLinks({ action }: { action: ActionDetail }) {
  const { t } = useTranslation();
  const links = [
    { id: action.undone_by, text: t("actions.undoing.undoneBy") },
    { id: action.undoes, text: t("actions.undoing.undoes") },
  ];
  return links.map(({ id, text }) =>
    id ? (
      <p key={text} className={styles.link}>
        <IconArrowBackUp size={15} stroke={2} aria-hidden /> {text}.{" "}
        <Link to="/approvals" search={withSelected(id)}>
          {t("actions.undoing.see")}
        </Link>
      </p>
    ) : null,
  );
}

/** What became of it, and what was said to the platform on the way. */
function Course({ action }: { action: ActionDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <section>
        <h3 className={styles.section}>{t("actions.panel.history")}</h3>
        <ActionHistory action={action} />
      </section>
      {action.steps.length > 0 && (
        <Disclosure title={t("actions.panel.exchange")}>
          <Exchange steps={action.steps} timeZone={action.account.time_zone} />
        </Disclosure>
      )}
    </>
  );
}

/** The explanation of a decision; `stopped` where the change itself says already that it was stopped, and by what. */
export type Explaining = (decisionId: string | null, stopped: boolean) => ReactNode;

interface ActionPanelProps {
  id: string;
  /** What the list already knows, shown until the whole action is read. */
  summary?: ActionSummary | undefined;
  /** A decision of this person is on its way to the server. */
  sending?: boolean;
  /** Buttons, and the forms that take their place. */
  controls?: ReactNode;
  /** Notices about the last attempt to decide. */
  notices?: ReactNode;
  /** Other changes that can be decided together with it. */
  group?: ReactNode;
  /** The explanation of the decision behind this change. */
  explanation: Explaining;
  /** What the room of rules says beside the rule's name. */
  ruleMark: (decisionId: string) => ReactNode;
}

/** One change in full: what, how much, why, and what became of it. */
export function ActionPanel({
  id,
  summary,
  sending,
  controls,
  notices,
  group,
  explanation,
  ruleMark,
}: ActionPanelProps) {
  const { t } = useTranslation();
  const { data: detail, error, refetch } = useQuery(actionQuery(id));
  const action = detail ?? summary;

  if (!action) {
    return error ? (
      <LoadFailure error={error} retry={() => void refetch()} />
    ) : (
      <RowsSkeleton rows={6} height={64} />
    );
  }
  const waiting = stateLooks[action.state].tab === "waiting";
  const move = waiting ? action.move : null;
  return (
    <article className={styles.panel} aria-label={t("actions.panel.label")}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <span className={styles.states}>
            <ActionStateWord state={action.state} look="pill" />
            {waiting && action.expires_at && (
              <Lapse at={action.expires_at} timeZone={action.account.time_zone} />
            )}
            {!waiting && action.not_before && (
              <NotBefore at={action.not_before} timeZone={action.account.time_zone} />
            )}
            {sending && <span className={styles.pending}>{t("actions.panel.newest")}</span>}
          </span>
          <h2 className={styles.title}>
            {move ? (
              t("actions.move.title", { count: gives(move).length + takes(move).length })
            ) : (
              <>
                {t(`actions.kind.${action.kind}`)}: <Name text={subject(action)} look="block" />
              </>
            )}
          </h2>
        </div>
        {controls !== undefined && <div className={styles.controls}>{controls}</div>}
      </header>

      <div className={styles.body}>
        {notices}
        {action.state_detail && (
          <p
            className={notice.notice}
            data-tone={stateLooks[action.state].tone === "critical" ? "critical" : "calm"}
          >
            <span className={notice.words}>
              <IconAlertTriangle size={16} stroke={2} aria-hidden />
              {sentence(action.state_detail)}
            </span>
          </p>
        )}

        <FreshProposal action={action} />

        <section className={styles.change}>
          <p className={styles.property}>{t(`actions.property.${action.property}`)}</p>
          {move ? (
            <>
              <MoveTable move={move} />
              <p className={styles.together}>{t("actions.move.together")}</p>
            </>
          ) : (
            <Change before={action.before} after={action.after} size="page" />
          )}
          <div className={styles.effects}>
            {action.per_day_change && !move && <MoneyChange change={action.per_day_change} />}
            {action.target.shared_by > 1 && (
              <span className={styles.shared}>
                <IconStack2 size={16} stroke={2} aria-hidden />
                {t("actions.shared", { count: action.target.shared_by })}
              </span>
            )}
          </div>
          <p className={styles.reason}>{sentence(action.reason)}</p>
        </section>

        {action.move && !move && (
          <section>
            <h3 className={styles.section}>{t("actions.move.of")}</h3>
            <MoveTable move={action.move} />
          </section>
        )}
        <Facts action={action} ruleMark={ruleMark} />
        {group}
        {detail && <UndoLinks action={detail} />}
        {/* Before a decision people ask why; afterwards, what became of it. */}
        {waiting && explanation(action.decision_id ?? null, false)}
        {detail ? (
          <Course action={detail} />
        ) : error ? (
          <LoadFailure error={error} retry={() => void refetch()} />
        ) : (
          <RowsSkeleton rows={3} height={44} />
        )}
        {!waiting && explanation(action.decision_id ?? null, action.state === "blocked")}
      </div>
    </article>
  );
}
