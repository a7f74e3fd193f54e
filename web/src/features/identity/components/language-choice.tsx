import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { i18next, speak } from "~/shared/i18n";
import { type Language, languages } from "~/shared/i18n/languages";
import styles from "./doorstep.module.css";

/** The language before anybody is signed in; each stands by its own name, so that who needs it can read it. */
export function LanguageChoice() {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.languages} aria-label={t("account.language")}>
      {Object.entries(languages).map(([language, name]) => (
        <UnstyledButton
          key={language}
          lang={language}
          className={styles.language ?? ""}
          aria-pressed={i18next.language === language}
          onClick={() => void speak(language as Language)}
        >
          {name}
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
