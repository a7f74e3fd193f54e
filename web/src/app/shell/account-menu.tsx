import {
  type MantineColorScheme,
  Popover,
  SegmentedControl,
  Switch,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useChangeProfile } from "~/features/identity/api/change-profile";
import { api, body } from "~/shared/api/client";
import { sessionQuery } from "~/shared/api/session";
import type { Session } from "~/shared/api/types";
import { i18next, speak } from "~/shared/i18n";
import { type Language, languages } from "~/shared/i18n/languages";
import { type Density, usePreferences } from "~/shared/preferences";
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
} from "~/shared/ui/icons";
import styles from "./account-menu.module.css";

const schemes = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const satisfies { value: MantineColorScheme; icon: unknown }[];

const densities = ["comfortable", "compact"] as const satisfies Density[];

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0]?.toUpperCase() ?? "")
    .join("");
}

/** Who is signed in, with the settings that belong to a person and a browser. */
export function AccountMenu({ session, showKeys }: { session: Session; showKeys: () => void }) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { singleKeys, setSingleKeys, density, setDensity } = usePreferences();
  const changeProfile = useChangeProfile();
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
    <Popover position="top-start" width={290} shadow="md" radius="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={styles.person} title={t("account.menu")}>
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
          <p className={styles.label} id="scheme">
            {t("account.scheme")}
          </p>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="scheme"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
            data={schemes.map(({ value, icon: SchemeIcon }) => ({
              value,
              label: (
                <span className={styles.scheme}>
                  <SchemeIcon size={15} aria-hidden /> {t(`account.schemes.${value}`)}
                </span>
              ),
            }))}
          />
        </div>
        <div className={styles.setting}>
          <p className={styles.label} id="density">
            {t("account.density")}
          </p>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="density"
            value={density}
            onChange={(value) => setDensity(value as Density)}
            data={densities.map((value) => ({ value, label: t(`account.densities.${value}`) }))}
          />
        </div>
        <div className={styles.setting}>
          <p className={styles.label} id="language">
            {t("account.language")}
          </p>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="language"
            value={i18next.language}
            onChange={(value) => {
              void speak(value as Language);
              changeProfile.mutate({ locale: value as Language });
            }}
            data={Object.entries(languages).map(([value, name]) => ({
              value,
              label: <span lang={value}>{name}</span>,
            }))}
          />
        </div>
        <div className={styles.setting}>
          <Switch
            size="sm"
            label={t("account.singleKeys")}
            description={t("account.singleKeysHelp")}
            checked={singleKeys}
            onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          />
        </div>
        <div className={styles.commands}>
          <UnstyledButton className={styles.command} onClick={showKeys}>
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
