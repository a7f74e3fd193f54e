import { VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ActionCounts } from "~/shared/api/types";
import { tabs } from "../model/states";
import type { InboxView } from "./inbox";
import styles from "./inbox-tabs.module.css";

/** The four groups of changes, as links: each is an address that can be kept and sent. */
export function InboxTabs({ view, counts }: { view: InboxView; counts: ActionCounts | undefined }) {
  const { t } = useTranslation();
  const beside = {
    waiting: counts?.awaiting_approval,
    in_flight: counts?.in_flight,
    applied: counts?.applied_today,
    ended: counts?.failed,
  };
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{t("actions.title")}</h1>
      <nav className={styles.tabs} aria-label={t("actions.tabsLabel")}>
        {tabs.map((tab) => {
          const count = beside[tab] ?? 0;
          const meaning =
            tab === "applied"
              ? t("actions.appliedToday", { count })
              : tab === "ended"
                ? t("actions.failed", { count })
                : undefined;
          return (
            <Link
              key={tab}
              className={styles.tab}
              to="/approvals"
              search={({ selected: _, sort: __, ...before }) => ({ ...before, tab })}
              aria-current={view.tab === tab ? "page" : undefined}
              title={count > 0 ? meaning : undefined}
            >
              {t(`actions.tabs.${tab}`)}
              {count > 0 && (
                <span className={styles.count} data-tab={tab}>
                  {count}
                  {meaning !== undefined && <VisuallyHidden component="span"> ({meaning})</VisuallyHidden>}
                </span>
              )}
            </Link>
          );
        })}
      </nav>
    </header>
  );
}
