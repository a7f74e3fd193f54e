import { Button, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSecond } from "~/shared/live/clock";
import { IconPlayerStop } from "~/shared/ui/icons";
import styles from "./backtest.module.css";

/** The server answers with what it reached by then. */
const LONGEST_S = 30;

/** A run on its way: how long it has been going, when it ends by itself, and the way out. */
export function Running({ since, label, stop }: { since: number; label: string; stop: () => void }) {
  const { t } = useTranslation();
  const seconds = Math.min(LONGEST_S, Math.max(0, Math.round((useSecond() - since) / 1000)));
  return (
    <div className={styles.running}>
      <Loader size={16} aria-hidden />
      <div className={styles.runningWords}>
        <p role="status">{label}</p>
        {/* Seconds are not read out: the sentence above is, once. */}
        <p className={styles.seconds} aria-hidden>
          {t("backtests.running.seconds", { seconds, longest: LONGEST_S })}
        </p>
        <div className={styles.bar} aria-hidden>
          <span style={{ width: `${(seconds / LONGEST_S) * 100}%` }} />
        </div>
      </div>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlayerStop size={14} aria-hidden />}
        onClick={stop}
      >
        {t("backtests.running.stop")}
      </Button>
    </div>
  );
}
