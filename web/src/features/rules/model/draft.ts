// Text that is not saved yet outlives a reload of its tab. One draft for each rule, and one for each way to begin a new one.

export interface Draft {
  text: string;
  overrides: Record<string, string>;
  /** The version that the writing began on; 0 for a new rule. */
  base: number;
  /** When it was last written, by the browser's own time. */
  at: number;
}

const place = (key: string) => `adjutant-rule-draft:${key}`;

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Draft).text === "string" &&
    typeof (value as Draft).base === "number" &&
    typeof (value as Draft).at === "number" &&
    typeof (value as Draft).overrides === "object"
  );
}

export function readDraft(key: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(place(key)) ?? "null");
    return isDraft(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft; a browser that stores nothing loses it with the tab, which the page cannot change. */
export function keepDraft(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(place(key), JSON.stringify(draft));
  } catch {
    // The storage is full or switched off.
  }
}

export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(place(key));
  } catch {
    // As above.
  }
}
