import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Overview } from "~/shared/api/types";
import { formatCount } from "~/shared/lib/numbers";
import { Ago } from "~/shared/ui/moment";
import { MoneyChange } from "~/shared/ui/money-change";
import { Panel } from "~/shared/ui/panel";
import styles from "./side.module.css";

/** What waits for a person: how much, what it moves, and how long there is. */
export function WaitingPanel({ waiting }: { waiting: Overview["waiting"] }) {
  const { t } = useTranslation();
  const { count, per_day_change: changes, oldest, lapses_next: lapses } = waiting;
  const inbox = { tab: "waiting" as const };
  return (
    <Panel
      title={t("overview.waiting")}
      tools={
        <Link to="/approvals" search={inbox}>
          {t("overview.waitingOpen")}
        </Link>
      }
    >
      {count === 0 ? (
        <p className={styles.none}>{t("overview.waitingNone")}</p>
      ) : (
        <>
          <Link to="/approvals" search={inbox} className={styles.big}>
            <b>{formatCount(count)}</b> {t("overview.waitingCount", { count })}
          </Link>
          <dl className={styles.facts}>
            {changes.length > 0 && (
              <div>
                <dt>{t("overview.together")}</dt>
                <dd className={styles.stack}>
                  {changes.map((change) => (
                    <Link key={change.currency} to="/approvals" search={inbox} className={styles.plain}>
                      <MoneyChange change={change} look="short" />
                    </Link>
                  ))}
                </dd>
              </div>
            )}
            {lapses !== null && (
              <div>
                <dt>{t("overview.lapsesNext")}</dt>
                <dd>
                  <Ago at={lapses} />
                </dd>
              </div>
            )}
            {oldest !== null && (
              <div>
                <dt>{t("overview.oldest")}</dt>
                <dd>
                  <Ago at={oldest} />
                </dd>
              </div>
            )}
          </dl>
        </>
      )}
    </Panel>
  );
}
