import { type MantineColorScheme, SegmentedControl, Switch, useMantineColorScheme } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useChangeProfile } from "~/features/identity/api/change-profile";
import { i18next, speak } from "~/shared/i18n";
import { type Language, languages } from "~/shared/i18n/languages";
import { type Density, usePreferences } from "~/shared/preferences";
import { IconDeviceDesktop, IconMoon, IconSun } from "~/shared/ui/icons";
import styles from "./appearance.module.css";

const schemes = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const satisfies { value: MantineColorScheme; icon: unknown }[];

const densities = ["comfortable", "compact"] as const satisfies Density[];

/** How the desk looks and speaks: the same settings in the account menu and on the profile. */
export function Appearance() {
  const { t } = useTranslation();
  const id = useId();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { singleKeys, setSingleKeys, density, setDensity } = usePreferences();
  const changeProfile = useChangeProfile();
  return (
    <div className={styles.settings}>
      <div>
        <p className={styles.label} id={`${id}-scheme`}>
          {t("account.scheme")}
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby={`${id}-scheme`}
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
      <div>
        <p className={styles.label} id={`${id}-density`}>
          {t("account.density")}
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby={`${id}-density`}
          value={density}
          onChange={(value) => setDensity(value as Density)}
          data={densities.map((value) => ({ value, label: t(`account.densities.${value}`) }))}
        />
      </div>
      <div>
        <p className={styles.label} id={`${id}-language`}>
          {t("account.language")}
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby={`${id}-language`}
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
      <Switch
        size="sm"
        label={t("account.singleKeys")}
        description={t("account.singleKeysHelp")}
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
    </div>
  );
}
