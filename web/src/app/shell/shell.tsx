import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Bell } from "~/features/notifications/components/bell";
import { NotificationCenter } from "~/features/notifications/components/notification-center";
import { StopBanner } from "~/features/organisation/components/stop-banner";
import { permits, useSession } from "~/shared/api/session";
import { type Command, keyCaps, useCommandKeys, useCommands } from "~/shared/commands";
import { followEvents } from "~/shared/live/stream";
import { IconBell, IconHandStop, IconKeyboard, IconSearch, IconUser } from "~/shared/ui/icons";
import { KeyCaps } from "~/shared/ui/key-caps";
import { Mark } from "~/shared/ui/mark";
import { AccountMenu } from "./account-menu";
import { ClockBadge } from "./clock-badge";
import { CommandPalette, openPalette } from "./command-palette";
import { KeyboardHelp } from "./keyboard-help";
import { LiveBadge } from "./live-badge";
import { MoreRooms } from "./more-rooms";
import { destinations, ON_TAB_BAR } from "./navigation";
import styles from "./shell.module.css";
import { useProfileLanguage } from "./use-profile-language";
import { WaitingCount } from "./waiting-count";

/** The frame of every page behind sign-in. */
export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const [news, setNews] = useState(false);
  const rooms = destinations.filter(({ permission }) => permits(session, permission));

  useEffect(() => followEvents(queries), [queries]);
  useCommandKeys();
  useProfileLanguage();
  const commands: Command[] = [
    {
      id: "palette",
      label: t("actions.keys.palette"),
      icon: IconSearch,
      keys: ["Mod+K"],
      enabled: true,
      perform: openPalette,
    },
    {
      id: "keys",
      label: t("palette.keys"),
      icon: IconKeyboard,
      keys: ["?"],
      enabled: true,
      palette: "desk",
      perform: () => setHelp(true),
    },
    {
      id: "notifications",
      label: t("notifications.title"),
      icon: IconBell,
      keys: ["n"],
      enabled: true,
      palette: "desk",
      perform: () => setNews(true),
    },
    {
      id: "profile",
      label: t("account.profile"),
      icon: IconUser,
      keys: [],
      enabled: true,
      palette: "desk",
      perform: () => void navigate({ to: "/profile" }),
    },
    {
      id: "stop",
      label: t("organisation.stop.button"),
      icon: IconHandStop,
      keys: [],
      enabled: permits(session, "organisation.stop"),
      palette: "desk",
      perform: () => void navigate({ to: "/people", search: { show: "organisation" } }),
    },
    ...rooms.map(
      (room): Command => ({
        id: room.to,
        label: t(room.label),
        icon: room.icon,
        keys: [],
        enabled: true,
        palette: "desk",
        perform: () => void navigate({ to: room.to }),
      }),
    ),
  ];
  useCommands(commands);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t("app.skip")}
      </a>
      <section className={styles.side} aria-label={t("app.name")}>
        <div className={styles.brand}>
          <Link to="/" className={styles.home}>
            <Mark size={24} />
            <span className={styles.name}>{t("app.name")}</span>
          </Link>
          <span className={styles.bell}>
            <Bell open={() => setNews(true)} opened={news} />
          </span>
        </div>
        <button
          type="button"
          className={styles.search}
          onClick={openPalette}
          aria-keyshortcuts="Control+K"
          title={`${t("palette.open")} (${keyCaps("Mod+K").join(" ")})`}
        >
          <IconSearch size={15} stroke={2} aria-hidden />
          <span>{t("palette.open")}</span>
          <KeyCaps shortcut="Mod+K" />
        </button>
        <nav className={styles.nav} aria-label={t("nav.label")}>
          {rooms.map(({ to, label, icon: RoomIcon }, place) => (
            <Link
              key={to}
              to={to}
              className={styles.room}
              data-rest={place >= ON_TAB_BAR || undefined}
              activeProps={{ "aria-current": "page" }}
            >
              <RoomIcon size={18} stroke={1.8} aria-hidden />
              <span className={styles.label}>{t(label)}</span>
              {to === "/approvals" && <WaitingCount />}
            </Link>
          ))}
          <MoreRooms rooms={rooms.slice(ON_TAB_BAR)} />
        </nav>
        <div className={styles.foot}>
          <div className={styles.badges}>
            <ClockBadge />
            <LiveBadge />
          </div>
          <AccountMenu session={session} showKeys={() => setHelp(true)} />
        </div>
      </section>
      <div className={styles.page}>
        <StopBanner />
        <main id="content" className={styles.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <NotificationCenter opened={news} close={() => setNews(false)} />
      <CommandPalette />
      <KeyboardHelp opened={help} close={() => setHelp(false)} />
    </div>
  );
}
