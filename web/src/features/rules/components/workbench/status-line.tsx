import { useTranslation } from "react-i18next";
import type { ServerState } from "~/shared/editor/language-server/socket";
import type { Problem } from "~/shared/editor/problems";
import { IconCloudOff } from "~/shared/ui/icons";
import { ProblemCounts } from "./problems-panel";
import styles from "./workbench.module.css";

interface StatusLineProps {
  problems: readonly Problem[];
  server: ServerState;
  hintId: string;
  /** The keys that the editor takes; it is also its description for a screen reader. */
  hint: string;
  /** What just came of saving. */
  said: string | null;
}

/** The line beneath the text: how many findings, who looks for them, and what came of saving. */
export function StatusLine({ problems, server, hintId, hint, said }: StatusLineProps) {
  const { t } = useTranslation();
  const away = server === "away";
  return (
    <div className={styles.status}>
      <ProblemCounts problems={problems} />
      <span className={styles.away} role="status">
        {away && (
          <>
            <IconCloudOff size={15} stroke={2} aria-hidden /> {t("editor.away")}
          </>
        )}
      </span>
      <span className={styles.said} role="status">
        {said}
      </span>
      <span id={hintId} className={styles.hint} data-behind={away || said !== null || undefined}>
        {hint}
      </span>
    </div>
  );
}
