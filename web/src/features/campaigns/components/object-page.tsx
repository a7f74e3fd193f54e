import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { usePermits } from "~/shared/api/session";
import { isolated, visibleName } from "~/shared/lib/names";
import { BackLink } from "~/shared/ui/back-link";
import { IconQuestionMark } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { campaignQuery } from "../api/get-campaign";
import { holdsQuery } from "../api/get-holds";
import { verdictsQuery } from "../api/get-verdicts";
import styles from "./campaign-page.module.css";
import { Holds } from "./holds";
import { RuleVerdicts } from "./rule-verdicts";

interface ObjectPageProps {
  campaignId: string;
  objectId: string;
  notFound: ReactNode;
}

/** What stands below a campaign, whatever its level: what the rules say about it now, and what they hold on it. */
export function ObjectPage({ campaignId, objectId, notFound }: ObjectPageProps) {
  const { t } = useTranslation();
  const mayRelease = usePermits("actions.propose");
  const campaign = useQuery(campaignQuery(campaignId));
  const verdicts = useQuery(verdictsQuery(campaignId));
  const holds = useQuery(holdsQuery(campaignId));
  const failed = [campaign, verdicts, holds].find(({ error }) => error !== null);
  if (!campaign.data || !verdicts.data || !holds.data) {
    if (isProblem(campaign.error, 404)) return notFound;
    return failed ? (
      <LoadFailure error={failed.error} retry={() => void failed.refetch()} />
    ) : (
      <RowsSkeleton rows={8} height={72} />
    );
  }
  const { name, account, data_until } = campaign.data;
  const object = [...verdicts.data.data, ...holds.data].find((row) => row.object?.id === objectId)?.object;
  const label = visibleName(name) ?? t("name.none");
  if (!object) {
    return (
      <div className={styles.page}>
        <BackLink to="/campaigns/$campaignId" params={{ campaignId }} label={label} />
        <Note
          icon={IconQuestionMark}
          heading="h1"
          title={t("objects.nothing")}
          help={t("objects.nothingHelp")}
        />
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <title>{`${isolated(object.name)} · Adjutant`}</title>
      <BackLink to="/campaigns/$campaignId" params={{ campaignId }} label={label} />
      <header className={styles.head}>
        <div className={styles.titles}>
          <h1 className={styles.title}>
            <Name text={object.name} look="block" />
          </h1>
          <p className={styles.where}>
            <span className={styles.level}>{t(`objects.level.${object.level}`)}</span>
            <span className={styles.account}>
              <PlatformMark platform={account.platform} size={15} />
              <Link to="/campaigns" search={{ account: account.id }} className={styles.quiet}>
                <Name text={account.name} />
              </Link>
            </span>
            {data_until && (
              <span className={styles.delivery}>
                {t("campaigns.dataUntil")} <Ago at={data_until} timeZone={account.time_zone} />
              </span>
            )}
          </p>
        </div>
      </header>
      <div className={styles.grid}>
        <div className={styles.main}>
          <RuleVerdicts campaign={campaignId} object={objectId} timeZone={account.time_zone} />
        </div>
        <div className={styles.side}>
          <Holds campaign={campaignId} object={objectId} mayRelease={mayRelease} />
        </div>
      </div>
    </div>
  );
}
