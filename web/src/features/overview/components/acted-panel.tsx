import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Overview } from "~/shared/api/types";
import { formatCount } from "~/shared/lib/numbers";
import { Name } from "~/shared/ui/name";
import { Panel } from "~/shared/ui/panel";
import styles from "./side.module.css";

/** What was changed lately, and which rules did it. */
export function ActedPanel({ acted }: { acted: Overview["acted"] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...acted.by_rule.map(({ count }) => count));
  const applied = { tab: "applied" as const };
  return (
    <Panel title={t("overview.acted")}>
      <div className={styles.pair}>
        <Link to="/approvals" search={applied} className={styles.big}>
          <b>{formatCount(acted.today)}</b> {t("overview.actedToday")}
        </Link>
        <Link to="/approvals" search={applied} className={styles.big}>
          <b>{formatCount(acted.last_7_days)}</b> {t("overview.actedWeek")}
        </Link>
      </div>
      {acted.by_rule.length === 0 ? (
        <p className={styles.none}>{t("overview.actedNone")}</p>
      ) : (
        <ul className={styles.bars} aria-label={t("overview.byRule")}>
          {acted.by_rule.map(({ rule, count }) => (
            <li key={rule.id}>
              <Link to="/approvals" search={{ tab: "applied", rule: rule.id }} className={styles.bar}>
                <Name text={rule.name} />
                <span className={styles.count}>{formatCount(count)}</span>
                <span className={styles.length} style={{ width: `${(count / most) * 100}%` }} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
