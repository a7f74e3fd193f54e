// What the checker says, for readers of another language than English. Its sentences are English; a code, the edits of a fix
// and a count of the past mean the same in every language.
import { i18next } from "../i18n";
import { formatCount } from "./numbers";

/** The past of a finding: in `times` of `looks` looks, the oldest `days` ago, it was as the finding says. */
export interface PastOfFinding {
  says: string;
  days: number;
  looks: number;
  times: number;
}

/** What a code means, in few words; nothing for a code that is met seldom. */
export function codeTitle(code: string | null): string | undefined {
  const key = `findings.codes.${code}`;
  return i18next.exists(key) ? i18next.t(key as "findings.codes.E0101") : undefined;
}

/** The code's title where the sentence beside it is in a foreign language. */
export const foreignTitle = (code: string | null) =>
  i18next.language === "en" ? undefined : codeTitle(code);

const LONGEST = 60;

interface Edit {
  /** The text that is taken out, and the one that comes in its place. */
  before: string;
  after: string;
}

/** What a fix does to the text, said by its one edit; `title` in English, and where an edit is too large to be quoted. */
export function fixWords(title: string, edits: readonly Edit[]): string {
  const [edit, ...others] = edits;
  if (i18next.language === "en" || !edit || others.length > 0) return title;
  const kind = edit.after.trim() === "" ? "remove" : edit.before.trim() === "" ? "insert" : "write";
  const text = (kind === "remove" ? edit.before : edit.after).trim();
  const quotable = text !== "" && text.length <= LONGEST && !/[\n`]/.test(text);
  return quotable ? i18next.t(`findings.fix.${kind}`, { text }) : title;
}

export function pastWords({ says, days, looks, times }: PastOfFinding): string {
  if (i18next.language === "en") return says;
  return i18next.t("findings.history", { days, looks: formatCount(looks), times: formatCount(times) });
}
