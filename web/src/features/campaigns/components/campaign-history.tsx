import { VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ActionState, CampaignHistoryEntry, Decision } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { type Icon, IconArrowRight, IconBolt, IconHistory, IconUser, IconWorld } from "~/shared/ui/icons";
import { LoadMore } from "~/shared/ui/load-more";
import { Name } from "~/shared/ui/name";
import { ObjectLink } from "~/shared/ui/object-link";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { Happened, Said, Timeline } from "~/shared/ui/timeline";
import type { Tone } from "~/shared/ui/tone";
import { historyQuery } from "../api/list-history";
import type { Subject } from "../model/subject";
import styles from "./campaign-history.module.css";

const icons: Record<CampaignHistoryEntry["by"]["kind"], Icon> = {
  rule: IconBolt,
  user: IconUser,
  outside: IconWorld,
  system: IconHistory,
};

/** What was done with Adjutant and what was done past it are told apart at a glance. */
const tones: Record<CampaignHistoryEntry["kind"], Tone> = {
  action: "info",
  change: "caution",
  decision: "neutral",
};

interface EntryProps {
  entry: CampaignHistoryEntry;
  /** On a campaign's page: what below it the entry is about is named. */
  campaign: string | undefined;
  timeZone: string;
}

function Entry({ entry, campaign, timeZone }: EntryProps) {
  const { t } = useTranslation();
  const open =
    entry.action_id !== null ? (
      <Link to="/approvals" search={{ selected: entry.action_id }}>
        {t("campaigns.history.action")}
      </Link>
    ) : (
      entry.decision_id !== null && (
        <Link to="/decisions/$decisionId" params={{ decisionId: entry.decision_id }}>
          {t("campaigns.history.decision")}
        </Link>
      )
    );
  return (
    <Happened
      icon={icons[entry.by.kind]}
      tone={tones[entry.kind]}
      at={entry.at}
      timeZone={timeZone}
      line={
        <>
          <b className={styles.who}>
            <VisuallyHidden component="span">{`${t(`campaigns.history.by.${entry.by.kind}`)} `}</VisuallyHidden>
            <Name text={entry.by.name} />
          </b>
          {entry.after !== null && (
            <span className={styles.change}>
              {entry.before !== null && (
                <>
                  <span className={styles.dim}>{sentence(entry.before)}</span>{" "}
                  <IconArrowRight size={13} stroke={2} role="img" aria-label={t("actions.becomes")} />{" "}
                </>
              )}
              <b>{sentence(entry.after)}</b>
            </span>
          )}
          {entry.state !== null && (
            <span className={styles.state}>
              {entry.kind === "decision"
                ? t(`decisions.outcome.${entry.state as Decision["outcome"]}`)
                : t(`actions.state.${entry.state as ActionState}`)}
            </span>
          )}
        </>
      }
    >
      <Said>
        {campaign !== undefined && entry.object && (
          <>
            <ObjectLink campaign={{ id: campaign }} object={entry.object} leveled />:{" "}
          </>
        )}
        {sentence(entry.text)} {open}
      </Said>
    </Happened>
  );
}

/** What happened to a campaign, or to one object below it, latest first: by rules, by people, on the platform itself. */
export function CampaignHistory({ of, timeZone }: { of: Subject; timeZone: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(historyQuery(of));
  const entries = list.data?.pages.flatMap(({ data }) => data) ?? [];
  if (list.isPending) return <RowsSkeleton rows={4} height={52} />;
  if (list.error && entries.length === 0) {
    return <LoadFailure error={list.error} retry={() => void list.refetch()} />;
  }
  if (entries.length === 0) return <Note icon={IconHistory} title={t("campaigns.history.none")} />;
  return (
    <div className={styles.history}>
      <Timeline>
        {entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            campaign={"campaign" in of ? of.campaign : undefined}
            timeZone={timeZone}
          />
        ))}
      </Timeline>
      {list.hasNextPage && (
        <div className={styles.more}>
          <LoadMore list={list} />
        </div>
      )}
    </div>
  );
}
