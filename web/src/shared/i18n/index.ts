import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";

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

export { i18next };
