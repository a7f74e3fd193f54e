import { Drawer, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconDots } from "~/shared/ui/icons";
import type { Destination } from "./navigation";
import styles from "./shell.module.css";

/** On a phone: the rooms that the tab bar has no place for, one tap away. */
export function MoreRooms({ rooms }: { rooms: readonly Destination[] }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  if (rooms.length === 0) return null;
  return (
    <span className={styles.more}>
      <UnstyledButton
        className={styles.room ?? ""}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={() => setOpened(true)}
      >
        <IconDots size={18} stroke={1.8} aria-hidden />
        <span className={styles.label}>{t("nav.more")}</span>
      </UnstyledButton>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="bottom"
        size="auto"
        title={t("nav.more")}
        closeButtonProps={{ "aria-label": t("keys.close") }}
      >
        <div className={styles.sheet}>
          {rooms.map(({ to, label, icon: RoomIcon }) => (
            <Link
              key={to}
              to={to}
              className={styles.room}
              activeProps={{ "aria-current": "page" }}
              onClick={() => setOpened(false)}
            >
              <RoomIcon size={20} stroke={1.8} aria-hidden />
              <span>{t(label)}</span>
            </Link>
          ))}
        </div>
      </Drawer>
    </span>
  );
}
