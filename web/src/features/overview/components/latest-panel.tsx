import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ActionSummary } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { IconArrowRight } from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import { Panel } from "~/shared/ui/panel";
import { PlatformMark } from "~/shared/ui/platform-mark";
import styles from "./latest-panel.module.css";

/** The changes that were applied last. */
export function LatestPanel({ latest }: { latest: readonly ActionSummary[] }) {
  const { t } = useTranslation();
  return (
    <Panel
      flush
      title={t("overview.latest")}
      tools={
        <Link to="/approvals" search={{ tab: "applied" }}>
          {t("overview.latestAll")}
        </Link>
      }
    >
      {latest.length === 0 ? (
        <p className={styles.none}>{t("overview.latestNone")}</p>
      ) : (
        <ul className={styles.list}>
          {latest.map((action) => (
            <li key={action.id}>
              <Link to="/approvals" search={{ tab: "applied", selected: action.id }} className={styles.item}>
                <PlatformMark platform={action.account.platform} />
                <span className={styles.name}>
                  <Name text={action.campaign?.name ?? action.target.name} />
                </span>
                <span className={styles.change}>
                  <span className={styles.kind}>{t(`actions.kind.${action.kind}`)}</span>{" "}
                  {sentence(action.before.display)}{" "}
                  <IconArrowRight size={13} stroke={2} role="img" aria-label={t("actions.becomes")} />{" "}
                  <b>{sentence(action.after.display)}</b>
                </span>
                <span className={styles.by}>
                  {action.rule ? (
                    <Name text={action.rule.name} />
                  ) : (
                    t("overview.byPerson", { name: action.requested_by.name })
                  )}
                </span>
                <span className={styles.when}>
                  <Ago at={action.updated_at} timeZone={action.account.time_zone} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
