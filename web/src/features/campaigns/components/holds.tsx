import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { Hold } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { Change } from "~/shared/ui/change";
import { HoldEnds } from "~/shared/ui/hold-ends";
import { IconAlertTriangle, IconLockOpen } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { ObjectLink } from "~/shared/ui/object-link";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { holdsQuery } from "../api/get-holds";
import { releasePreviewQuery, useRelease } from "../api/release";
import styles from "./holds.module.css";

/** What letting go would change, before it is proposed. */
function Release({
  hold,
  onCancel,
  onDone,
}: {
  hold: Hold;
  onCancel: () => void;
  onDone: (id: string) => void;
}) {
  const { t } = useTranslation();
  const preview = useQuery(releasePreviewQuery(hold.action_id));
  const release = useRelease();
  const failure = release.error ?? preview.error;
  return (
    <section className={styles.release} aria-label={t("campaigns.holds.releaseTitle")}>
      {preview.isPending && <Skeleton height={18} width={180} radius="xl" />}
      {preview.data?.possible && (
        <p>
          {t("campaigns.holds.back")} <Change before={preview.data.before} after={preview.data.after} />
        </p>
      )}
      {preview.data && !preview.data.possible && (
        <p>
          {t("actions.undoing.impossible")}: {preview.data.why_not}
        </p>
      )}
      {failure && (
        <p role="alert" className={styles.failure}>
          <IconAlertTriangle size={14} stroke={2} aria-hidden /> {t("actions.problem.undo")}:{" "}
          {isProblem(failure) && !failure.unreachable ? failure.message : t("actions.problem.unknown")}
        </p>
      )}
      <div className={styles.row}>
        {preview.data?.possible !== false && (
          <Button
            autoFocus
            size="compact-md"
            disabled={!preview.data?.possible}
            loading={release.isPending}
            onClick={() => release.mutate(hold.action_id, { onSuccess: ({ id }) => onDone(id) })}
          >
            {t("actions.undoing.submit")}
          </Button>
        )}
        <Button size="compact-md" variant="default" onClick={onCancel}>
          {t("actions.cancel")}
        </Button>
      </div>
    </section>
  );
}

interface HoldRowProps {
  hold: Hold;
  mayRelease: boolean;
  /** On a campaign's page: what below it is held is named. */
  named: boolean;
}

function HoldRow({ hold, mayRelease, named }: HoldRowProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [proposed, setProposed] = useState<string>();
  return (
    <li className={styles.hold}>
      <div className={styles.line}>
        <span className={styles.property}>
          {named && hold.object && hold.campaign && (
            <ObjectLink campaign={hold.campaign} object={hold.object} />
          )}{" "}
          {t(`actions.property.${hold.property}`)}
          {hold.label !== null && ` "${hold.label}"`}
        </span>
        <Change before={hold.before} after={hold.after} />
      </div>
      <p className={styles.by}>
        {hold.rule ? (
          <Link to="/rules/$ruleId" params={{ ruleId: hold.rule.id }} className={styles.quiet}>
            <Name text={hold.rule.name} />
          </Link>
        ) : (
          t("campaigns.holds.person")
        )}
        {", "}
        <Link to="/approvals" search={{ tab: "applied", selected: hold.action_id }} className={styles.quiet}>
          <Ago at={hold.since} timeZone={hold.account.time_zone} />
        </Link>
      </p>
      {hold.ends && (
        <p className={styles.by}>
          <HoldEnds ends={hold.ends} timeZone={hold.account.time_zone} />
        </p>
      )}
      {proposed !== undefined ? (
        <p className={styles.done} role="status">
          {t("campaigns.holds.proposed")}{" "}
          <Link to="/approvals" search={{ tab: "waiting", selected: proposed }}>
            {t("actions.undoing.see")}
          </Link>
        </p>
      ) : open ? (
        <Release
          hold={hold}
          onCancel={() => setOpen(false)}
          onDone={(id) => {
            setOpen(false);
            setProposed(id);
          }}
        />
      ) : hold.can_release && mayRelease ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconLockOpen size={14} stroke={2} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t("campaigns.holds.release")}
        </Button>
      ) : (
        hold.why_not !== null && <p className={styles.by}>{sentence(hold.why_not)}</p>
      )}
    </li>
  );
}

interface HoldsProps {
  campaign: string;
  /** Only what is held on this one, which stands below the campaign. */
  object?: string;
  mayRelease: boolean;
}

/** What rules set here that still stands, and the way to let go of it. */
export function Holds({ campaign, object, mayRelease }: HoldsProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(holdsQuery(campaign));
  const holds = data?.filter((hold) => object === undefined || hold.object?.id === object);
  return (
    <Panel title={t("campaigns.holds.title")}>
      {holds ? (
        holds.length === 0 ? (
          <p className={styles.none}>{t("campaigns.holds.none")}</p>
        ) : (
          <ul className={styles.list}>
            {holds.map((hold) => (
              <HoldRow
                key={hold.action_id}
                hold={hold}
                mayRelease={mayRelease}
                named={object === undefined}
              />
            ))}
          </ul>
        )
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={1} height={60} />
      )}
    </Panel>
  );
}
