import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { IconBell } from "~/shared/ui/icons";
import { notificationCountsQuery } from "../api/notification-counts";
import styles from "./bell.module.css";

const MOST_SHOWN = 99;

/** How many notifications are unread; opens them. */
export function Bell({ open, opened }: { open: () => void; opened: boolean }) {
  const { t } = useTranslation();
  const { data } = useQuery(notificationCountsQuery);
  const count = data?.unread ?? 0;
  const words = t("notifications.bell", { count });
  return (
    <UnstyledButton
      className={styles.bell ?? ""}
      aria-label={words}
      title={words}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={open}
    >
      <IconBell size={18} stroke={1.8} aria-hidden />
      {count > 0 && (
        <span className={styles.count} aria-hidden>
          {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
        </span>
      )}
    </UnstyledButton>
  );
}
