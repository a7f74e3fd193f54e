import { Popover, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, body } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";
import type { Session } from "~/shared/api/types";
import { IconKeyboard, IconLogout, IconSelector, IconUser } from "~/shared/ui/icons";
import styles from "./account-menu.module.css";
import { Appearance } from "./appearance";

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0]?.toUpperCase() ?? "")
    .join("");
}

/** Who is signed in, with the settings that belong to a person and a browser. */
export function AccountMenu({ session, showKeys }: { session: Session; showKeys: () => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => body(api.DELETE("/session")),
    onSettled: async () => {
      // Nothing of one person's desk may stay for the next one at this browser.
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: "/sign-in" });
    },
  });

  return (
    <Popover
      position="top-start"
      width={290}
      shadow="md"
      radius="md"
      trapFocus
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <UnstyledButton
          className={styles.person}
          title={t("account.menu")}
          onClick={() => setOpened((before) => !before)}
        >
          <VisuallyHidden>{t("account.menu")}</VisuallyHidden>
          <span className={styles.initials} aria-hidden>
            {initials(session.user.name)}
          </span>
          <span className={styles.words}>
            <span className={styles.name}>{session.user.name}</span>
            <span className={styles.role}>
              {t(`account.roles.${session.role}`)}, {session.organisation.name}
            </span>
          </span>
          <IconSelector size={15} stroke={2} aria-hidden className={styles.chevron} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu ?? ""} aria-label={t("account.menu")}>
        <p className={styles.email}>{session.user.email}</p>
        <div className={styles.setting}>
          <Appearance />
        </div>
        <div className={styles.commands}>
          <Link to="/profile" className={styles.command} onClick={() => setOpened(false)}>
            <IconUser size={16} aria-hidden /> {t("account.profile")}
          </Link>
          <UnstyledButton
            className={styles.command}
            onClick={() => {
              setOpened(false);
              showKeys();
            }}
          >
            <IconKeyboard size={16} aria-hidden /> {t("palette.keys")}
          </UnstyledButton>
          <UnstyledButton className={styles.command} onClick={() => signOut.mutate()}>
            <IconLogout size={16} aria-hidden /> {t("account.signOut")}
          </UnstyledButton>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
