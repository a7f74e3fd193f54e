import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { permits, useSession } from "~/shared/api/session";
import type { CampaignDetail } from "~/shared/api/types";
import { type Command, useCommands } from "~/shared/commands";
import { formatMoney } from "~/shared/lib/money";
import { isolated } from "~/shared/lib/names";
import { BackLink } from "~/shared/ui/back-link";
import { CommandButton } from "~/shared/ui/command-button";
import { IconCoin, IconPlayerPause, IconPlayerPlay, IconStack2 } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { campaignQuery } from "../api/get-campaign";
import type { ProposalKind } from "../api/propose";
import { BelowPanel } from "./below-panel";
import { CampaignFacts } from "./campaign-facts";
import styles from "./campaign-page.module.css";
import { CampaignStatus, deliveryBeside } from "./campaign-status";
import { ChosenResults, type ResultsSearch } from "./chosen-results";
import { Holds } from "./holds";
import { PastPanel, type PastSearch } from "./past-panel";
import { ProposeForm } from "./propose-form";
import { RuleVerdicts } from "./rule-verdicts";

export type CampaignSearch = ResultsSearch & PastSearch;

interface CampaignPageProps {
  id: string;
  search: CampaignSearch;
  /** What rules decided about it, as the room of decisions shows it. */
  decisions: ReactNode;
  notFound: ReactNode;
}

/** What a person can do to the campaign; each is seen before it is asked for. */
function useCampaignCommands(campaign: CampaignDetail | undefined, open: (kind: ProposalKind) => void) {
  const { t } = useTranslation();
  const allowed = permits(useSession(), "actions.propose") && campaign !== undefined;
  const running = campaign?.status === "active";
  const status: Command = {
    id: "campaign-status",
    label: t(running ? "campaigns.pause" : "campaigns.resume"),
    icon: running ? IconPlayerPause : IconPlayerPlay,
    keys: ["p"],
    enabled: allowed && campaign.status !== "removed",
    palette: "page",
    perform: () => open(running ? "pause" : "resume"),
  };
  const budget: Command = {
    id: "campaign-budget",
    label: t("campaigns.changeBudget"),
    icon: IconCoin,
    keys: ["b"],
    enabled: allowed && campaign.status !== "removed" && campaign.budget != null,
    palette: "page",
    perform: () => open("set_budget"),
  };
  return { allowed, status, budget };
}

function Head({ campaign, tools }: { campaign: CampaignDetail; tools: ReactNode }) {
  const { t } = useTranslation();
  const { account, budget } = campaign;
  const delivery = deliveryBeside(campaign);
  return (
    <header className={styles.head}>
      <div className={styles.titles}>
        <h1 className={styles.title}>
          <Name text={campaign.name} look="block" />
        </h1>
        <p className={styles.where}>
          <CampaignStatus campaign={campaign} look="pill" />
          {delivery !== undefined && <span className={styles.delivery}>{delivery}</span>}
          <span className={styles.account}>
            <PlatformMark platform={account.platform} size={15} />
            <Link to="/campaigns" search={{ account: account.id }} className={styles.quiet}>
              <Name text={account.name} />
            </Link>
          </span>
          {budget && (
            <span className={styles.budget}>
              {t("campaigns.budget")} <b>{formatMoney(budget)}</b>
              {campaign.budget_shared && (
                <span className={styles.shared}>
                  <IconStack2 size={14} stroke={2} aria-hidden />
                  {t("campaigns.sharedWith", { count: campaign.shared_with.length })}
                </span>
              )}
            </span>
          )}
          {campaign.data_until && (
            <span className={styles.delivery}>
              {t("campaigns.dataUntil")} <Ago at={campaign.data_until} timeZone={account.time_zone} />
            </span>
          )}
        </p>
      </div>
      <div className={styles.tools}>{tools}</div>
    </header>
  );
}

/** One campaign: how it runs, what came of it, what the rules say about it now, and what has happened to it. */
export function CampaignPage({ id, search, decisions, notFound }: CampaignPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/campaigns/$campaignId" });
  const { data: campaign, error, refetch } = useQuery(campaignQuery(id));
  const [form, setForm] = useState<ProposalKind>();
  const { allowed, status, budget } = useCampaignCommands(campaign, setForm);
  useCommands([status, budget]);

  if (!campaign) {
    if (isProblem(error, 404)) return notFound;
    return error ? (
      <LoadFailure error={error} retry={() => void refetch()} />
    ) : (
      <RowsSkeleton rows={8} height={72} />
    );
  }
  const zone = campaign.account.time_zone;
  return (
    <div className={styles.page}>
      <title>{`${isolated(campaign.name)} · Adjutant`}</title>
      <BackLink to="/campaigns" label={t("campaigns.title")} />
      <Head
        campaign={campaign}
        tools={
          allowed && (
            <>
              <CommandButton command={budget} variant="default" />
              <CommandButton command={status} variant="default" />
            </>
          )
        }
      />
      <ChosenResults
        of={{ campaign: id }}
        timeZone={zone}
        search={search}
        choose={(part, { replace }) =>
          void navigate({ search: (before) => ({ ...before, ...part }), replace, resetScroll: false })
        }
      />
      <div className={styles.grid}>
        <div className={styles.main}>
          <RuleVerdicts campaign={id} timeZone={zone} />
          <BelowPanel campaign={id} />
          <PastPanel
            of={{ campaign: id }}
            page="/campaigns/$campaignId"
            about={search.about}
            timeZone={zone}
            decisions={decisions}
          />
        </div>
        <div className={styles.side}>
          <Holds campaign={id} mayRelease={allowed} />
          <CampaignFacts campaign={campaign} />
        </div>
      </div>
      {form !== undefined && (
        <ProposeForm key={form} campaign={campaign} kind={form} onClose={() => setForm(undefined)} />
      )}
    </div>
  );
}
