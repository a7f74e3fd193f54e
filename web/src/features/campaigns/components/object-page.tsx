import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { usePermits } from "~/shared/api/session";
import type { CampaignObjectDetail } from "~/shared/api/types";
import { matchTypeWords } from "~/shared/lib/about";
import { formatMoney } from "~/shared/lib/money";
import { isolated, visibleName } from "~/shared/lib/names";
import { BackLink } from "~/shared/ui/back-link";
import { type Fact, Facts } from "~/shared/ui/facts";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { ObjectLink } from "~/shared/ui/object-link";
import { Panel } from "~/shared/ui/panel";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { objectQuery } from "../api/get-object";
import styles from "./campaign-page.module.css";
import { CampaignStatus, deliveryBeside } from "./campaign-status";
import { ChosenResults, type ResultsSearch } from "./chosen-results";
import { Holds } from "./holds";
import { PastPanel, type PastSearch } from "./past-panel";
import { RuleVerdicts } from "./rule-verdicts";

function Head({ object }: { object: CampaignObjectDetail }) {
  const { t } = useTranslation();
  const { account, bid, data_until } = object;
  const delivery = deliveryBeside(object);
  return (
    <header className={styles.head}>
      <div className={styles.titles}>
        <h1 className={styles.title}>
          <Name text={object.name} look="block" />
        </h1>
        <p className={styles.where}>
          <CampaignStatus campaign={object} look="pill" />
          <span className={styles.level}>{t(`objects.level.${object.level}`)}</span>
          {delivery !== undefined && <span className={styles.delivery}>{delivery}</span>}
          <span className={styles.account}>
            <PlatformMark platform={account.platform} size={15} />
            <Link to="/campaigns" search={{ account: account.id }} className={styles.quiet}>
              <Name text={account.name} />
            </Link>
          </span>
          {bid && (
            <span className={styles.budget}>
              {t("objects.bid")} <b>{formatMoney(bid)}</b>
            </span>
          )}
          {data_until && (
            <span className={styles.delivery}>
              {t("campaigns.dataUntil")} <Ago at={data_until} timeZone={account.time_zone} />
            </span>
          )}
        </p>
      </div>
    </header>
  );
}

/** What the platform says about it beside its numbers. */
function ObjectFacts({ object }: { object: CampaignObjectDetail }) {
  const { t } = useTranslation();
  const { campaign, parent, match_type, labels, last_change_at, account } = object;
  const zone = account.time_zone;
  const facts: Fact[] = [
    { term: t("campaigns.facts.id"), value: object.external_id },
    ...(parent
      ? [
          {
            term: t(`objects.level.${parent.level}`),
            value: <ObjectLink campaign={campaign} object={parent} />,
          },
        ]
      : []),
    ...(match_type === null ? [] : [{ term: t("objects.match"), value: matchTypeWords(match_type) }]),
    ...(labels === null || labels.length === 0
      ? []
      : [{ term: t("campaigns.facts.labels"), value: labels.join(", ") }]),
    { term: t("objects.firstSeen"), value: <Ago at={object.first_seen_at} timeZone={zone} /> },
    ...(last_change_at === null
      ? []
      : [{ term: t("campaigns.facts.changed"), value: <Ago at={last_change_at} timeZone={zone} /> }]),
  ];
  return (
    <Panel title={t(`objects.level.${object.level}`)}>
      <Facts facts={facts} />
    </Panel>
  );
}

export type ObjectSearch = ResultsSearch & PastSearch;

interface ObjectPageProps {
  id: string;
  search: ObjectSearch;
  /** What rules decided about it, as the room of decisions shows it. */
  decisions: ReactNode;
  notFound: ReactNode;
}

/** What stands below a campaign, whatever its level: how it runs, what came of it, and what the rules say and did. */
export function ObjectPage({ id, search, decisions, notFound }: ObjectPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/campaigns/$campaignId/objects/$objectId" });
  const mayRelease = usePermits("actions.propose");
  const { data: object, error, refetch } = useQuery(objectQuery(id));
  if (!object) {
    if (isProblem(error, 404)) return notFound;
    return error ? (
      <LoadFailure error={error} retry={() => void refetch()} />
    ) : (
      <RowsSkeleton rows={8} height={72} />
    );
  }
  const { campaign } = object;
  const zone = object.account.time_zone;
  return (
    <div className={styles.page}>
      <title>{`${isolated(object.name)} · Adjutant`}</title>
      <BackLink
        to="/campaigns/$campaignId"
        params={{ campaignId: campaign.id }}
        label={visibleName(campaign.name) ?? t("name.none")}
      />
      <Head object={object} />
      <ChosenResults
        of={{ object: id }}
        timeZone={zone}
        search={search}
        choose={(part, { replace }) =>
          void navigate({ search: (before) => ({ ...before, ...part }), replace, resetScroll: false })
        }
      />
      <div className={styles.grid}>
        <div className={styles.main}>
          <RuleVerdicts campaign={campaign.id} object={id} timeZone={zone} />
          <PastPanel
            of={{ object: id }}
            page="/campaigns/$campaignId/objects/$objectId"
            about={search.about}
            timeZone={zone}
            decisions={decisions}
          />
        </div>
        <div className={styles.side}>
          <Holds campaign={campaign.id} object={id} mayRelease={mayRelease} />
          <ObjectFacts object={object} />
        </div>
      </div>
    </div>
  );
}
