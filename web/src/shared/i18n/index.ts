import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";
import { keepLanguage, type Language, preferredLanguage } from "./languages";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  // React escapes; escaping twice would show `&amp;` in campaign names.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Speaks `language` from now on, and in this browser from the next visit on. Texts other than English are loaded first. */
export async function speak(language: Language): Promise<void> {
  if (language === "de" && !i18next.hasResourceBundle("de", "translation")) {
    const { de } = await import("./de");
    i18next.addResourceBundle("de", "translation", de);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  keepLanguage(language);
}

/** Before the first page: the language of this browser. Without it (the texts do not load) the desk speaks English. */
export async function startLanguage(): Promise<void> {
  const language = preferredLanguage();
  if (language !== "en") await speak(language).catch(() => undefined);
}

/** What the server says: it writes English, and for readers of another language what has a code is told in theirs. */
export function said(key: string, english: string): string {
  return i18next.language !== "en" && i18next.exists(key)
    ? i18next.t(key as "reasons.missing.stale")
    : english;
}

export { i18next };
