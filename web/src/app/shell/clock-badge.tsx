import { useTranslation } from "react-i18next";
import { formatInstant, formatWallClock } from "~/shared/lib/time";
import { useBusinessTime } from "~/shared/live/clock";
import { IconCalendarTime, IconClockPause } from "~/shared/ui/icons";
import styles from "./badge.module.css";

/** Business time, and that it is not the watch's where that is so. */
export function ClockBadge() {
  const { t } = useTranslation();
  const business = useBusinessTime();
  if (!business) return <span className={styles.badge} aria-hidden />;
  const { now, source, speed, stalled } = business;
  const help = stalled
    ? t("clock.stalledHelp")
    : source === "sandbox"
      ? t("clock.sandbox", { speed })
      : t("clock.system");
  const ClockIcon = stalled ? IconClockPause : IconCalendarTime;
  return (
    <span
      className={styles.badge}
      data-tone={stalled ? "caution" : undefined}
      title={`${formatInstant(now)}. ${help}`}
    >
      <ClockIcon size={15} stroke={2} role="img" aria-label={t("clock.label")} />
      <time dateTime={new Date(now).toISOString()}>{formatWallClock(now)}</time>
      {stalled ? (
        <span className={styles.extra}>{t("clock.stalled")}</span>
      ) : (
        speed !== 1 && <span className={styles.extra}>{t("clock.fast", { speed })}</span>
      )}
    </span>
  );
}
