import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { permits, useSession } from "~/shared/api/session";
import type { Organisation } from "~/shared/api/types";
import { formatInstant } from "~/shared/lib/time";
import { Callout } from "~/shared/ui/callout";
import { IconAlertTriangle, IconCircleCheck, IconHandStop, IconPlayerPlay } from "~/shared/ui/icons";
import { Panel } from "~/shared/ui/panel";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { organisationQuery } from "../api/get-organisation";
import { useRenameOrganisation } from "../api/rename-organisation";
import { useTrustScripts } from "../api/trust-scripts";
import styles from "./organisation-settings.module.css";
import { ResumeDialog, StopDialog } from "./stop-dialogs";

function Name({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const mayRename = permits(useSession(), "organisation.write");
  const rename = useRenameOrganisation();
  const [name, setName] = useState(organisation.name);
  const [asked, setAsked] = useState(false);
  const empty = name.trim() === "";
  const send = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!empty) rename.mutate({ name: name.trim(), version: organisation.version });
  };
  const unchanged = name.trim() === organisation.name;
  return (
    <Panel title={t("people.tabs.organisation")}>
      <form className={styles.form} onSubmit={send} noValidate>
        <TextInput
          className={styles.name ?? ""}
          label={t("organisation.name")}
          readOnly={!mayRename}
          description={mayRename ? undefined : t("organisation.onlyAdmin")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={asked && empty ? t("organisation.needed") : undefined}
        />
        {mayRename && (
          <Button type="submit" size="md" variant="default" loading={rename.isPending} disabled={unchanged}>
            {rename.isSuccess && unchanged ? t("organisation.saved") : t("organisation.save")}
          </Button>
        )}
      </form>
      {rename.error !== null && (
        <Callout tone="critical" role="alert" title={t("confirm.failed")}>
          {isProblem(rename.error) && !rename.error.unreachable ? rename.error.message : t("confirm.unknown")}
        </Callout>
      )}
      <p className={styles.size}>
        {t("organisation.brands", { count: organisation.brands })} ·{" "}
        {t("organisation.accounts", { count: organisation.accounts })}
      </p>
    </Panel>
  );
}

function Switch({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const mayStop = permits(useSession(), "organisation.stop");
  const [asking, setAsking] = useState(false);
  const { stopped } = organisation;
  return (
    <Panel
      title={t("organisation.stop.title")}
      lead={t("organisation.stop.lead")}
      tools={
        stopped ? (
          <Status look="pill" tone="critical" icon={IconHandStop} label={t("organisation.stop.stopped")} />
        ) : (
          <Status look="pill" tone="positive" icon={IconCircleCheck} label={t("organisation.stop.running")} />
        )
      }
    >
      <p className={styles.means}>{t("organisation.stop.means")}</p>
      {stopped && (
        <p className={styles.means}>
          {t("organisation.stop.by", {
            name: stopped.by ?? t("organisation.stop.somebody"),
            instant: formatInstant(stopped.at),
            reason: stopped.reason,
          })}
        </p>
      )}
      {mayStop &&
        (stopped ? (
          <Button
            leftSection={<IconPlayerPlay size={16} stroke={2} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t("organisation.stop.resume")}
          </Button>
        ) : (
          <Button
            color="red"
            leftSection={<IconHandStop size={16} stroke={2} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t("organisation.stop.button")}
          </Button>
        ))}
      {asking &&
        (stopped ? (
          <ResumeDialog close={() => setAsking(false)} />
        ) : (
          <StopDialog organisation={organisation} close={() => setAsking(false)} />
        ))}
    </Panel>
  );
}

function Scripts({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const may = permits(useSession(), "organisation.write");
  const trust = useTrustScripts();
  const { trusts_scripts: trusted, version } = organisation;
  return (
    <Panel
      title={t("organisation.scripts.title")}
      lead={t("organisation.scripts.lead")}
      tools={
        <Status
          look="pill"
          tone={trusted ? "caution" : "positive"}
          icon={trusted ? IconAlertTriangle : IconCircleCheck}
          label={t(trusted ? "organisation.scripts.trusted" : "organisation.scripts.asked")}
        />
      }
    >
      <p className={styles.means}>
        {t(trusted ? "organisation.scripts.trustedMeans" : "organisation.scripts.askedMeans")}
      </p>
      {may && (
        <Button
          variant="default"
          loading={trust.isPending}
          onClick={() => trust.mutate({ trusts_scripts: !trusted, version })}
        >
          {t(trusted ? "organisation.scripts.ask" : "organisation.scripts.trust")}
        </Button>
      )}
      {trust.error !== null && (
        <Callout tone="critical" role="alert" title={t("confirm.failed")}>
          {isProblem(trust.error) && !trust.error.unreachable ? trust.error.message : t("confirm.unknown")}
        </Callout>
      )}
    </Panel>
  );
}

/** The organisation itself: its name, the switch that stops all writing, and what it thinks of scripts. */
export function OrganisationSettings() {
  const { data: organisation, error, refetch } = useQuery(organisationQuery);
  if (!organisation) {
    return error ? (
      <LoadFailure error={error} retry={() => void refetch()} />
    ) : (
      <RowsSkeleton rows={3} height={90} />
    );
  }
  return (
    <div className={styles.panels}>
      <Switch organisation={organisation} />
      <Name organisation={organisation} />
      <Scripts organisation={organisation} />
    </div>
  );
}
