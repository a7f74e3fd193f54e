/** The languages of the desk, each by its own name. */
export const languages = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof languages;

export function isLanguage(word: unknown): word is Language {
  return typeof word === "string" && Object.hasOwn(languages, word);
}

const KEPT = "adjutant-language";

function keptLanguage(): Language | undefined {
  try {
    const kept = localStorage.getItem(KEPT);
    return isLanguage(kept) ? kept : undefined;
  } catch {
    // Storage can be forbidden; the browser's languages are told in any case.
    return undefined;
  }
}

/** What this browser speaks: what was chosen here last, else the first of the browser's languages that the desk has. */
export function preferredLanguage(): Language {
  const kept = keptLanguage();
  if (kept) return kept;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find(isLanguage) ?? "en";
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // Not kept for the next visit, then.
  }
}
