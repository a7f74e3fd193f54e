// Names come from outside and may hold anything: markup, other reading directions, invisible characters.

/** Characters that order or hide text and show nothing themselves. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The name if there is anything to see in it. */
export function visibleName(text: string): string | undefined {
  return text.replace(INVISIBLE, "").trim() === "" ? undefined : text;
}

/**
 * A name inside a sentence that is plain text (a page's title, a label for screen readers): isolated by Unicode's own
 * marks, so that a name written from right to left does not turn the words around it.
 */
export function isolated(text: string): string {
  return `\u2068${text.replace(/[\u2066-\u2069\u202a-\u202e]/gu, "")}\u2069`;
}
