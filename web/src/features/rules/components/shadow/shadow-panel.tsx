import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { shadowQuery } from "~/shared/api/shadow";
import { formatCount } from "~/shared/lib/numbers";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { Confirm } from "~/shared/ui/confirm";
import { Disclosure } from "~/shared/ui/disclosure";
import { Figures } from "~/shared/ui/figures";
import { IconPlayerPlay, IconPlayerStop, IconShadow } from "~/shared/ui/icons";
import { Ago, At } from "~/shared/ui/moment";
import { RuleText } from "~/shared/ui/rule-text";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { useEndShadow } from "../../api/end-shadow";
import type { RuleOnPage } from "../../api/get-rule";
import type { Shadow } from "../../api/types";
import { PromoteDialog } from "./promote-dialog";
import styles from "./shadow.module.css";
import { ShadowDifferences, ShadowHolds } from "./shadow-differences";
import { type Draft, ShadowStart } from "./shadow-start";

interface ShadowPanelProps {
  rule: RuleOnPage;
  /** The text on the page, where it is not the saved one. */
  draft: Draft | undefined;
  faulty: boolean;
  canWrite: boolean;
}

/** A version that runs beside the one at work and does nothing: what it would have done, and what becomes of it. */
export function ShadowPanel({ rule, draft, faulty, canWrite }: ShadowPanelProps) {
  const { data: shadow, error, refetch } = useQuery(shadowQuery(rule.id));
  if (shadow === undefined) {
    return error ? <LoadFailure error={error} retry={() => void refetch()} /> : <RowsSkeleton rows={4} />;
  }
  return (
    <div className={styles.panel}>
      {shadow === null ? (
        <ShadowStart rule={rule} draft={draft} faulty={faulty} canWrite={canWrite} />
      ) : (
        <Running rule={rule} shadow={shadow} dirty={draft !== undefined} canWrite={canWrite} />
      )}
      <Assumed />
    </div>
  );
}

function Assumed() {
  const { t } = useTranslation();
  return (
    <Disclosure title={t("shadows.assumes.title")}>
      <ul className={styles.assumed}>
        <li>{t("shadows.assumes.approved")}</li>
        <li>{t("shadows.assumes.own")}</li>
        <li>{t("shadows.assumes.world")}</li>
        <li>{t("shadows.assumes.acted")}</li>
        <li>{t("shadows.assumes.guards")}</li>
      </ul>
    </Disclosure>
  );
}

interface RunningProps {
  rule: RuleOnPage;
  shadow: Shadow;
  dirty: boolean;
  canWrite: boolean;
}

function Running({ rule, shadow, dirty, canWrite }: RunningProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<"end" | "promote" | null>(null);
  const end = useEndShadow(rule.id);
  const { checks } = shadow;
  const figures = [
    { id: "fired", label: t("shadows.wouldAct"), value: formatCount(checks.fired) },
    { id: "blocked", label: t("shadows.blocked"), value: formatCount(checks.blocked) },
    { id: "unknown", label: t("shadows.unknown"), value: formatCount(checks.unknown) },
  ].map((figure) => ({ ...figure, help: t("shadows.perCheck") }));
  return (
    <>
      <header className={styles.head}>
        <div className={styles.title}>
          <Status
            tone="info"
            icon={IconShadow}
            look="pill"
            label={t("shadows.simulation")}
            help={t("shadows.simulationHelp")}
          />
          <h2>
            {shadow.version === null
              ? t("shadows.runsUnsaved")
              : t("shadows.runs", { version: shadow.version })}
          </h2>
        </div>
        <p className={styles.dim}>
          {t("shadows.since")} <At at={shadow.since} />
          {shadow.started_by !== null && `, ${t("shadows.by", { name: shadow.started_by })}`}
          {` · ${t("shadows.checks", { count: checks.checks, number: formatCount(checks.checks) })}`}
          {shadow.next_at !== null && (
            <>
              {" · "}
              {t("shadows.next")} <Ago at={shadow.next_at} />
            </>
          )}
        </p>
        {shadow.note !== null && <p className={styles.note}>{shadow.note}</p>}
        <p className={styles.dim}>
          {shadow.rule_runs ? t("shadows.compareTo", { version: rule.version }) : t("shadows.alone")}
        </p>
        {canWrite && (
          <div className={styles.buttons}>
            <Button
              size="compact-md"
              leftSection={<IconPlayerPlay size={15} aria-hidden />}
              disabled={dirty}
              title={dirty ? t("shadows.saveFirst") : undefined}
              onClick={() => setDialog("promote")}
            >
              {t("shadows.promote")}
            </Button>
            <Button
              size="compact-md"
              variant="default"
              leftSection={<IconPlayerStop size={15} aria-hidden />}
              onClick={() => setDialog("end")}
            >
              {t("shadows.end")}
            </Button>
          </div>
        )}
      </header>
      {shadow.not_bound.map(({ account, why }) => (
        <Callout key={account} tone="caution" title={t("shadows.notBound", { account })}>
          <Coded text={why} />
        </Callout>
      ))}
      {checks.checks === 0 ? (
        <p className={styles.dim}>{t("shadows.notYet")}</p>
      ) : (
        <>
          <Figures label={t("shadows.figures")} figures={figures} />
          <ShadowDifferences shadow={shadow} />
          {shadow.compared_until !== null && (
            <p className={styles.dim}>
              {t("shadows.cut")} <At at={shadow.compared_until} />
            </p>
          )}
        </>
      )}
      <ShadowHolds holds={shadow.holds} />
      {checks.checks > 0 && (
        <Link to="/decisions" search={{ rule: shadow.id, of: rule.id }} className={styles.why}>
          {t("shadows.allDecisions")}
        </Link>
      )}
      <Disclosure title={t("shadows.showText")}>
        <RuleText text={shadow.text} label={t("shadows.showText")} />
      </Disclosure>
      {dialog === "end" && (
        <Confirm
          title={t("shadows.end")}
          lead={t("shadows.endLead")}
          submit={t("shadows.end")}
          tone="calm"
          pending={end.isPending}
          error={end.error}
          confirm={() => end.mutate(undefined, { onSuccess: () => setDialog(null) })}
          close={() => setDialog(null)}
        />
      )}
      {dialog === "promote" && <PromoteDialog rule={rule} close={() => setDialog(null)} />}
    </>
  );
}
