import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatDuration, formatInstant } from "~/shared/lib/time";
import { useSecond } from "~/shared/live/clock";
import { useStream } from "~/shared/live/stream";
import { IconBroadcast, IconPlugConnectedX, IconRefreshDot } from "~/shared/ui/icons";
import styles from "./badge.module.css";

/** Whether the page follows changes; when it does not, how old what it shows is. Process time: this is about the browser. */
export function LiveBadge() {
  const { t } = useTranslation();
  const stream = useStream((state) => state.stream);
  const queries = useQueryClient();
  const now = useSecond();
  if (stream.state === "live") {
    return (
      <span className={styles.badge} data-tone="positive" title={t("live.liveHelp")}>
        <IconBroadcast size={15} stroke={2} aria-hidden />
        {t("live.live")}
      </span>
    );
  }
  if (stream.state === "connecting") {
    return (
      <span className={styles.badge} title={t("live.connectingHelp")}>
        <IconRefreshDot size={15} stroke={2} aria-hidden />
        {t("live.connecting")}
      </span>
    );
  }
  // The oldest answer on the page decides its age, but nothing is older than the loss of the stream says.
  const read = queries
    .getQueryCache()
    .findAll({
      type: "active",
      predicate: ({ queryKey }) => queryKey[0] !== "session" && queryKey[0] !== "clock",
    })
    .map(({ state }) => state.dataUpdatedAt)
    .filter((at) => at > 0);
  const since = Math.max(stream.since, read.length > 0 ? Math.min(...read) : 0);
  const age = formatDuration(now - since);
  return (
    <span
      className={styles.badge}
      data-tone="caution"
      role="status"
      title={t("live.lostHelp", { instant: formatInstant(since) })}
    >
      <IconPlugConnectedX size={15} stroke={2} aria-hidden />
      {t("live.lost", { age })}
    </span>
  );
}
