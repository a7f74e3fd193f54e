import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "~/shared/ui/panel";
import type { Subject } from "../model/subject";
import { CampaignHistory } from "./campaign-history";
import styles from "./past-panel.module.css";

const parts = ["history", "decisions"] as const;

/** The part of an address that says which of the two lists is open; the history where it says nothing. */
export interface PastSearch {
  about?: (typeof parts)[number] | undefined;
}

interface PastPanelProps extends PastSearch {
  of: Subject;
  /** The page it stands on. */
  page: "/campaigns/$campaignId" | "/campaigns/$campaignId/objects/$objectId";
  timeZone: string;
  /** What rules decided about it, as the room of decisions shows it. */
  decisions: ReactNode;
}

/** What happened to a campaign, or to an object below one, and what rules decided about it. */
export function PastPanel({ of, page, about = "history", timeZone, decisions }: PastPanelProps) {
  const { t } = useTranslation();
  return (
    <Panel
      flush
      title={t(`campaigns.about.${about}`)}
      tools={
        <nav className={styles.tabs} aria-label={t("campaigns.about.label")}>
          {parts.map((each) => (
            <Link
              key={each}
              from={page}
              to="."
              search={(before) => ({ ...before, about: each === "history" ? undefined : each })}
              replace
              resetScroll={false}
              aria-current={about === each ? "page" : undefined}
            >
              {t(`campaigns.about.${each}`)}
            </Link>
          ))}
        </nav>
      }
    >
      {about === "history" ? <CampaignHistory of={of} timeZone={timeZone} /> : decisions}
    </Panel>
  );
}
