import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { about } from "~/shared/lib/about";
import { withInstants } from "~/shared/lib/instants";
import { formatCount } from "~/shared/lib/numbers";
import { Coded } from "~/shared/ui/coded";
import { EffectOnSpend } from "~/shared/ui/effect-on-spend";
import { IconCircleMinus, IconMail, IconPlus, IconReplace } from "~/shared/ui/icons";
import { At } from "~/shared/ui/moment";
import type { Shadow, ShadowDid, ShadowDifference, ShadowHold } from "../../api/types";
import { BeforeAfter } from "../before-after";
import { Row, RowGroup, RowSubject } from "../row-group";
import styles from "./shadow.module.css";

const looks = {
  only_shadow: { tone: "positive", icon: IconPlus },
  only_rule: { tone: "critical", icon: IconCircleMinus },
  differently: { tone: "info", icon: IconReplace },
} as const;
const kinds = ["only_shadow", "only_rule", "differently"] as const;

/** Where the shadow and the version at work part: campaign by campaign, with what each would have set and what the other said. */
export function ShadowDifferences({ shadow }: { shadow: Shadow }) {
  const { t } = useTranslation();
  const differ = kinds.some((kind) => shadow[kind].total > 0);
  return (
    <div className={styles.lists}>
      <p className={styles.same} role="status">
        {!differ && t(shadow.rule_runs || shadow.alike > 0 ? "shadows.noDifference" : "shadows.nothing")}{" "}
        {shadow.alike > 0 && t("shadows.alike", { count: shadow.alike })}
      </p>
      {kinds.map((kind) => {
        const { total, campaigns } = shadow[kind];
        if (total === 0) return null;
        const alone = kind === "only_shadow" && !shadow.rule_runs;
        const title = t(alone ? "shadows.would" : `shadows.${kind}`);
        return (
          <RowGroup
            key={kind}
            heading="h3"
            title={title}
            look={looks[kind]}
            count={total}
            after={
              total > campaigns.length && (
                <p className={styles.dim}>
                  {t("shadows.more", { shown: formatCount(campaigns.length), total: formatCount(total) })}
                </p>
              )
            }
          >
            {campaigns.map((row) => (
              <Difference
                key={row.object?.id ?? row.campaign?.id ?? row.account.id}
                row={row}
                compared={!alone}
              />
            ))}
          </RowGroup>
        );
      })}
    </div>
  );
}

function Difference({ row, compared }: { row: ShadowDifference; compared: boolean }) {
  const { t } = useTranslation();
  const both = row.shadow !== null && row.rule !== null;
  const zone = row.account.time_zone;
  return (
    <Row>
      <RowSubject campaign={row.campaign?.name} object={row.object} account={row.account.name} />
      {row.shadow && (
        <Did
          did={row.shadow}
          label={both ? t("shadows.shadow") : undefined}
          subject={about(row)}
          zone={zone}
        />
      )}
      {row.rule && (
        <Did did={row.rule} label={both ? t("shadows.rule") : undefined} subject={about(row)} zone={zone} />
      )}
      {compared && !both && <Meanwhile row={row} />}
    </Row>
  );
}

interface DidProps {
  did: ShadowDid;
  /** Which of the two it was, where both did something. */
  label: string | undefined;
  /** What it was done to. */
  subject: string;
  zone: string;
}

function Did({ did, label, subject, zone }: DidProps) {
  const { t } = useTranslation();
  const asks = did.changes.some(({ approval, stopped }) => approval !== null && stopped === null);
  return (
    <div className={styles.did}>
      <p className={styles.came}>
        {label !== undefined && <b className={styles.side}>{label}</b>}
        {did.changes.map((change) => (
          <span
            key={`${change.property} ${change.target}`}
            className={styles.effect}
            data-stopped={change.stopped !== null || undefined}
          >
            <BeforeAfter before={change.from} after={change.to} item={change.item} />
            {change.stopped === null && (
              <EffectOnSpend property={change.property} change={change.per_day_change} />
            )}
          </span>
        ))}
        <span className={styles.at}>
          <At at={did.at} timeZone={zone} />
        </span>
        {did.times > 1 && <span className={styles.at}>{t("shadows.times", { count: did.times })}</span>}
      </p>
      {did.tells.map((told) => (
        <p key={told} className={styles.told}>
          <IconMail size={14} stroke={2} aria-hidden />
          <span>{told}</span>
        </p>
      ))}
      <p className={styles.dim}>
        <Coded text={did.reason} />
        {asks && ` · ${t("shadows.approval")}`}{" "}
        <Link
          to="/decisions/$decisionId"
          params={{ decisionId: did.decision_id }}
          className={styles.why}
          aria-label={t("shadows.whyNamed", { name: subject })}
        >
          {t("shadows.why")}
        </Link>
      </p>
    </div>
  );
}

function Meanwhile({ row }: { row: ShadowDifference }) {
  const { t } = useTranslation();
  const { meanwhile } = row;
  const said = (outcome: NonNullable<typeof meanwhile>["outcome"]) =>
    outcome === null ? t("shadows.outside") : t(`decisions.outcome.${outcome}`);
  return (
    <p className={styles.dim}>
      {t(row.shadow === null ? "shadows.saidShadow" : "shadows.saidRule")}{" "}
      {meanwhile === null ? t("shadows.saysNothing") : said(meanwhile.outcome)}
      {meanwhile?.note && (
        <>
          {" ("}
          <Coded text={withInstants(meanwhile.note, row.account.time_zone)} />)
        </>
      )}
    </p>
  );
}

/** What a shadow would hold now. */
export function ShadowHolds({ holds }: { holds: readonly ShadowHold[] }) {
  const { t } = useTranslation();
  if (holds.length === 0) return null;
  return (
    <RowGroup heading="h3" title={t("shadows.holds")} count={holds.length}>
      {holds.map((hold) => (
        <Row key={`${hold.object?.id ?? hold.campaign.id} ${hold.property} ${hold.item}`}>
          <RowSubject campaign={hold.campaign.name} object={hold.object} account={hold.account.name} />
          <p className={styles.came}>
            <BeforeAfter before={hold.base} after={hold.held} item={hold.item} />
            <span className={styles.at}>
              {hold.ends_at === null ? (
                t("shadows.holdsOpen")
              ) : (
                <>
                  {t("shadows.holdsUntil")} <At at={hold.ends_at} timeZone={hold.account.time_zone} />
                </>
              )}
            </span>
          </p>
        </Row>
      ))}
    </RowGroup>
  );
}
