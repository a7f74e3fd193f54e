import { useTranslation } from "react-i18next";
import type { ActionDetail } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { Ago, At } from "~/shared/ui/moment";
import { stateLooks } from "../model/states";
import styles from "./action-history.module.css";

/** What became of a change, oldest first, each row one step with who, when and why. */
export function ActionHistory({ action }: { action: ActionDetail }) {
  const { t } = useTranslation();
  const zone = action.account.time_zone;
  const reasons = new Map(action.approvals.flatMap(({ at, reason }) => (reason ? [[at, reason]] : [])));
  return (
    <ol className={styles.history}>
      {action.history.map((event) => {
        const { icon: StateIcon, tone } = stateLooks[event.state];
        const reason = reasons.get(event.at);
        return (
          <li
            key={`${event.at} ${event.state} ${event.note ?? ""}`}
            className={styles.event}
            data-tone={tone}
          >
            <span className={styles.bullet}>
              <StateIcon size={14} stroke={2.2} aria-hidden />
            </span>
            <span className={styles.words}>
              <span className={styles.line}>
                <b>{t(`actions.state.${event.state}`)}</b>
                {event.by && <span>{t("actions.panel.by", { name: event.by })}</span>}
              </span>
              {event.note && <span className={styles.note}>{sentence(event.note)}</span>}
              {reason !== undefined && reason !== event.note && (
                <span className={styles.note}>{t("actions.panel.reasonGiven", { reason })}</span>
              )}
            </span>
            <span className={styles.when}>
              <At at={event.at} timeZone={zone} />
              <span className={styles.ago}>
                <Ago at={event.at} timeZone={zone} />
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
