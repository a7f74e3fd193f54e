import { useTranslation } from "react-i18next";
import { formatDuration, formatInstant } from "~/shared/lib/time";
import { useBusinessTime } from "~/shared/live/clock";
import { IconClock, IconClockOff } from "~/shared/ui/icons";
import styles from "./lapse.module.css";

/** Below this much business time the countdown asks for attention. */
const SOON_MS = 60 * 60 * 1000;
/** Above this a row shows whole hours only; nobody acts on the minutes yet. */
const FAR_MS = 6 * SOON_MS;

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
  const length = formatDuration(left, look === "short" && left > FAR_MS ? 1 : 2);
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

/** When a change that has to wait is due: sent again, or in force. */
export function NotBefore({ at, timeZone }: { at: string; timeZone: string }) {
  const { t } = useTranslation();
  const business = useBusinessTime();
  const left = business ? Date.parse(at) - business.now : 0;
  if (left <= 0) return null;
  return (
    <time className={styles.lapse} dateTime={at} title={formatInstant(at, timeZone)}>
      <IconClock size={15} stroke={2} aria-hidden />
      {t("actions.dueIn", { length: formatDuration(left) })}
    </time>
  );
}
