import { useTranslation } from "react-i18next";
import { formatDuration, formatInstant } from "~/shared/lib/time";
import { useBusinessTime } from "~/shared/live/clock";
import { IconClock, IconClockOff } from "~/shared/ui/icons";
import styles from "./lapse.module.css";

/** Below this much business time the countdown asks for attention. */
const SOON_MS = 60 * 60 * 1000;

interface LapseProps {
  at: string;
  timeZone: string;
  look?: "full" | "short";
}

/** How long a change still waits before it lapses without running, counted down in business time. */
export function Lapse({ at, timeZone, look = "full" }: LapseProps) {
  const { t } = useTranslation();
  const business = useBusinessTime();
  const instant = formatInstant(at, timeZone);
  if (!business) return <span className={styles.lapse}>{look === "full" ? instant : ""}</span>;

  const left = Date.parse(at) - business.now;
  if (left <= 0) {
    return (
      <span className={styles.lapse} data-soon title={instant}>
        <IconClockOff size={15} stroke={2} aria-hidden />
        {t("actions.lapsed")}
      </span>
    );
  }
  const length = formatDuration(left);
  const hint =
    business.speed > 1
      ? t("actions.lapsesWatch", { instant, length: formatDuration(left / business.speed) })
      : instant;
  return (
    <time className={styles.lapse} data-soon={left < SOON_MS || undefined} dateTime={at} title={hint}>
      <IconClock size={15} stroke={2} aria-hidden />
      {t(look === "full" ? "actions.lapsesIn" : "actions.lapsesShort", { length })}
    </time>
  );
}
