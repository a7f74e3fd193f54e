import { i18next } from "../i18n";

const standard: Readonly<Record<string, string>> = { en: "en-GB", de: "de-DE" };

/** The reader's own variant of the desk's language: dates and separators differ between en-US and en-GB, de-DE and de-CH. */
export function locale(): string {
  const language = i18next.language || "en";
  const wanted = typeof navigator === "undefined" ? [] : navigator.languages;
  return wanted.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? standard[language] ?? "en-GB";
}
