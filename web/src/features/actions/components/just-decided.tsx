import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sentence } from "~/shared/lib/sentence";
import { Change } from "~/shared/ui/change";
import { actionQuery } from "../api/get-action";
import { type Decided, latest, useDecided } from "../model/decided";
import { withSelected } from "../model/filter";
import { stateLooks, subject } from "../model/states";
import { ActionStateWord } from "./action-state";
import styles from "./just-decided.module.css";

const SHOWN = 3;

function Row({ id, decided, current }: { id: string; decided: Decided; current: boolean }) {
  const { t } = useTranslation();
  // Followed live: hints of the stream make this query stale, and it is read again while the row is on the page.
  const { data } = useQuery({ ...actionQuery(id), enabled: decided.phase === "recorded" });
  const action = data ?? decided.seen;
  const state =
    data && data.version >= decided.version
      ? data.state
      : decided.verb === "approve"
        ? "approved"
        : "rejected";
  return (
    <li data-action={id}>
      <Link
        className={styles.row}
        to="/approvals"
        search={withSelected(id)}
        aria-current={current || undefined}
      >
        <span className={styles.name}>{subject(action)}</span>
        <span className={styles.change}>
          {stateLooks[state].tab === "ended" && action.state_detail ? (
            sentence(action.state_detail)
          ) : (
            <>
              {t(`actions.kind.${action.kind}`)} <Change before={action.before} after={action.after} />
            </>
          )}
        </span>
        <span className={styles.state} data-sending={decided.phase === "sending" || undefined}>
          <ActionStateWord state={state} />
        </span>
      </Link>
    </li>
  );
}

/** What this person decided last, followed until the platform has confirmed it. */
export function JustDecided({ current }: { current: string | undefined }) {
  const { t } = useTranslation();
  const byId = useDecided((store) => store.byId);
  const rows = latest(byId, SHOWN);
  if (rows.length === 0) return null;
  return (
    <section className={styles.group} aria-label={t("actions.justDecided")}>
      <h2 className={styles.title}>{t("actions.justDecided")}</h2>
      <ul className={styles.rows} aria-live="polite">
        {rows.map(([id, decided]) => (
          <Row key={id} id={id} decided={decided} current={current === id} />
        ))}
      </ul>
    </section>
  );
}
