import { Button, Drawer, SegmentedControl, VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Notification } from "~/shared/api/types";
import { withInstants } from "~/shared/lib/instants";
import { ownPath } from "~/shared/lib/own-path";
import { formatDay, formatHour, formatInstant, formatWallClock } from "~/shared/lib/time";
import { useBusinessTime } from "~/shared/live/clock";
import { Callout } from "~/shared/ui/callout";
import {
  type Icon,
  IconAlertTriangle,
  IconBell,
  IconCheck,
  IconChecklist,
  IconChecks,
  IconFileText,
  IconPlugConnected,
  IconShield,
} from "~/shared/ui/icons";
import { LoadMore } from "~/shared/ui/load-more";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { notificationsQuery } from "../api/list-notifications";
import { useMarkRead } from "../api/mark-read";
import { byDay, dayOf } from "../model/days";
import styles from "./notification-center.module.css";

const icons: Record<Notification["kind"], Icon> = {
  rule: IconFileText,
  approval: IconChecklist,
  account: IconPlugConnected,
  failure: IconAlertTriangle,
  security: IconShield,
};

interface EntryProps {
  notification: Notification;
  follow: () => void;
  markRead: () => void;
}

function Entry({ notification, follow, markRead }: EntryProps) {
  const { t } = useTranslation();
  const { kind, title, body, created_at, read_at, count, href } = notification;
  const KindIcon = icons[kind];
  const unread = read_at === null;
  return (
    <li className={styles.entry} data-unread={unread || undefined}>
      <a
        className={styles.link}
        href={ownPath(href) ?? "/"}
        onClick={(event) => {
          // A new tab or window is the browser's business.
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          follow();
        }}
      >
        <span className={styles.icon} data-kind={kind} title={t(`notifications.kind.${kind}`)}>
          <KindIcon size={17} stroke={1.8} role="img" aria-label={t(`notifications.kind.${kind}`)} />
        </span>
        <span className={styles.words}>
          <span className={styles.title}>
            {title}
            {count > 1 && <span className={styles.times}>{t("notifications.times", { count })}</span>}
            {unread && <VisuallyHidden component="span">, {t("notifications.isNew")}</VisuallyHidden>}
          </span>
          {body !== "" && <span className={styles.body}>{withInstants(body)}</span>}
          <span className={styles.when}>
            <time dateTime={created_at} title={formatInstant(created_at)}>
              {formatHour(created_at)}
            </time>
          </span>
        </span>
      </a>
      {unread && (
        <button
          type="button"
          className={styles.mark}
          aria-label={`${t("notifications.markRead")}: ${title}`}
          title={t("notifications.markRead")}
          onClick={markRead}
        >
          <IconCheck size={15} stroke={2} aria-hidden />
        </button>
      )}
    </li>
  );
}

function Entries({ unread, close }: { unread: boolean; close: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const business = useBusinessTime();
  const mark = useMarkRead();
  const list = useInfiniteQuery(notificationsQuery(unread));
  const { data, error, isPending, refetch } = list;
  const entries = data?.pages.flatMap((page) => page.data) ?? [];
  if (isPending) return <RowsSkeleton rows={6} height={64} />;
  if (error && entries.length === 0) return <LoadFailure error={error} retry={() => void refetch()} />;
  if (entries.length === 0) {
    return unread ? (
      <Note icon={IconChecks} title={t("notifications.allRead")} />
    ) : (
      <Note icon={IconBell} title={t("notifications.empty")} help={t("notifications.emptyHelp")} />
    );
  }
  // What is told happened in business time, so its days are too; the reader's watch may show another one.
  const names = new Map<string, string>();
  if (business) {
    names.set(dayOf(business.now - 86_400_000), t("notifications.yesterday"));
    names.set(dayOf(business.now), t("notifications.today"));
  }
  return (
    <>
      {mark.error !== null && <Callout tone="critical" role="alert" title={t("notifications.markFailed")} />}
      {byDay(entries).map(({ day, notifications }) => (
        <section key={day} aria-label={names.get(day) ?? formatDay(day)}>
          <h3 className={styles.day}>{names.get(day) ?? formatDay(day)}</h3>
          <ul className={styles.list}>
            {notifications.map((notification) => (
              <Entry
                key={notification.id}
                notification={notification}
                markRead={() => mark.mutate([notification.id])}
                follow={() => {
                  if (notification.read_at === null) mark.mutate([notification.id]);
                  close();
                  router.history.push(ownPath(notification.href) ?? "/");
                }}
              />
            ))}
          </ul>
        </section>
      ))}
      <LoadMore list={list} fullWidth />
    </>
  );
}

/** Which clock the times are of, where that is not the reader's own. */
function WhichClock() {
  const { t } = useTranslation();
  const business = useBusinessTime();
  if (!business || (business.source !== "sandbox" && !business.stalled)) return null;
  return (
    <p className={styles.clock}>
      {t(business.stalled ? "notifications.clockStalled" : "notifications.clock", {
        now: formatWallClock(business.now),
      })}
    </p>
  );
}

interface NotificationCenterProps {
  opened: boolean;
  close: () => void;
}

/** What happened while nobody looked: newest first, repeats in one, each leading to what it is about. */
export function NotificationCenter({ opened, close }: NotificationCenterProps) {
  const { t } = useTranslation();
  const [unread, setUnread] = useState(false);
  const mark = useMarkRead();
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size={440}
      title={t("notifications.title")}
      closeButtonProps={{ "aria-label": t("keys.close") }}
    >
      <div className={styles.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t("notifications.which")}
          value={unread ? "unread" : "all"}
          onChange={(value) => setUnread(value === "unread")}
          data={[
            { value: "all", label: t("notifications.all") },
            { value: "unread", label: t("notifications.unread") },
          ]}
        />
        <Button
          size="xs"
          variant="subtle"
          loading={mark.isPending}
          leftSection={<IconChecks size={15} stroke={2} aria-hidden />}
          onClick={() => mark.mutate("all")}
        >
          {t("notifications.markAll")}
        </Button>
      </div>
      {opened && <WhichClock />}
      {opened && <Entries unread={unread} close={close} />}
    </Drawer>
  );
}
