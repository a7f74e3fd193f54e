import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActionDetail, ActionSummary } from "~/shared/api/types";
import { IconAlertTriangle, IconX } from "~/shared/ui/icons";
import type { Decided } from "../model/decided";
import { stateLooks } from "../model/states";
import styles from "./notice.module.css";

function Differences({ was, now }: { was: ActionSummary; now: ActionDetail }) {
  const { t } = useTranslation();
  const lines: string[] = [];
  if (was.state !== now.state)
    lines.push(t("actions.moved.state", { state: t(`actions.state.${now.state}`) }));
  const what = t(`actions.property.${now.property}`);
  const shown = (action: ActionSummary) => `${action.before.display} → ${action.after.display}`;
  if (shown(was) !== shown(now))
    lines.push(t("actions.moved.value", { what, was: shown(was), now: shown(now) }));
  if (lines.length === 0) lines.push(t("actions.moved.version"));
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Why the person's decision did not count, beside the change itself, until it is decided again or put away. */
export function RefusalNotice({ decided, dismiss }: { decided: Decided; dismiss: () => void }) {
  const { t } = useTranslation();
  const { problem, current, seen, verb } = decided;
  const putAway = (
    <Button size="compact-sm" variant="default" onClick={dismiss}>
      {t("actions.problem.dismiss")}
    </Button>
  );
  if (current) {
    const waits = stateLooks[current.state].tab === "waiting";
    return (
      <div className={styles.notice} role="alert">
        <p className={styles.title}>
          <IconAlertTriangle size={16} stroke={2} aria-hidden />
          {t("actions.moved.title")}
        </p>
        <Differences was={seen} now={current} />
        <p>{t(waits ? "actions.moved.again" : "actions.moved.late")}</p>
        <div className={styles.row}>{putAway}</div>
      </div>
    );
  }
  return (
    <div className={styles.notice} data-tone="critical" role="alert">
      <p className={styles.title}>
        <IconX size={16} stroke={2.2} aria-hidden />
        {t(problem?.unreachable ? "actions.problem.uncertain" : `actions.problem.${verb}`)}
      </p>
      <p>{problem && !problem.unreachable ? problem.message : t("actions.problem.unknown")}</p>
      <div className={styles.row}>
        {putAway}
        {problem?.requestId !== undefined && (
          <span className={styles.hint}>{t("state.requestId", { id: problem.requestId })}</span>
        )}
      </div>
    </div>
  );
}
