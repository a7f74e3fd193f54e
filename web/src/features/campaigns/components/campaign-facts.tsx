import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "~/shared/api/types";
import { spoken } from "~/shared/lib/spoken";
import { formatSpan } from "~/shared/lib/time";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { Panel } from "~/shared/ui/panel";
import styles from "./campaign-facts.module.css";

/** What the platform says about a campaign beside its numbers. */
export function CampaignFacts({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation();
  const zone = campaign.account.time_zone;
  const facts: [string, ReactNode][] = [
    [t("campaigns.facts.id"), <code key="id">{campaign.external_id}</code>],
    [t("campaigns.facts.channel"), spoken(campaign.channel)],
    [t("campaigns.facts.bidding"), spoken(campaign.bid_strategy)],
    [
      t("campaigns.facts.started"),
      campaign.start_date && formatSpan(campaign.start_date, campaign.start_date),
    ],
    [t("campaigns.facts.ends"), campaign.end_date && formatSpan(campaign.end_date, campaign.end_date)],
    [t("campaigns.facts.zone"), zone],
    [
      t("campaigns.facts.changed"),
      campaign.last_change_at && (
        <span key="changed">
          <Ago at={campaign.last_change_at} timeZone={zone} />
          {campaign.last_change_by && (
            <>
              {", "}
              <Name text={campaign.last_change_by} />
            </>
          )}
        </span>
      ),
    ],
    [
      t("campaigns.facts.labels"),
      campaign.labels.length > 0 && (
        <span key="labels" className={styles.labels}>
          {campaign.labels.map((label) => (
            <span key={label} className={styles.label}>
              <Name text={label} />
            </span>
          ))}
        </span>
      ),
    ],
  ];
  return (
    <Panel title={t("campaigns.facts.title")}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) =>
          value == null || value === false || value === "" ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {campaign.shared_with.length > 0 && (
        <>
          <h3 className={styles.heading}>{t("campaigns.facts.sharedWith")}</h3>
          <ul className={styles.shared}>
            {campaign.shared_with.map(({ id, name }) => (
              <li key={id}>
                <Link to="/campaigns/$campaignId" params={{ campaignId: id }}>
                  <Name text={name} />
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
