// What a guard is about, read from its text while it is written: the checker answers later, and only for a text without errors.
import type { SyntaxNode } from "@lezer/common";
import { parser } from "~/shared/editor/grammar/adjutant.grammar";

const PLATFORMS = ["google", "meta", "tiktok", "amazon"] as const;
export type Platform = (typeof PLATFORMS)[number];

interface LevelInfo {
  /** Where there are such objects. */
  on: readonly Platform[];
  /** What they stand in, from the campaign down. */
  above: readonly GuardLevel[];
}

export type GuardLevel = "campaigns" | "ad groups" | "ads" | "keywords" | "targets";

/** The levels whose objects are switched on and off: those that a promise can be about. */
export const levels: Record<GuardLevel, LevelInfo> = {
  campaigns: { on: PLATFORMS, above: [] },
  "ad groups": { on: PLATFORMS, above: ["campaigns"] },
  ads: { on: PLATFORMS, above: ["campaigns", "ad groups"] },
  keywords: { on: ["google", "amazon"], above: ["campaigns", "ad groups"] },
  targets: { on: ["amazon"], above: ["campaigns", "ad groups"] },
};

export const levelNames = Object.keys(levels) as GuardLevel[];

/** Whether a level is this one, or stands under it. */
export const isUnder = (level: GuardLevel, above: GuardLevel) =>
  level === above || levels[level].above.includes(above);

export interface GuardScope {
  /** Undefined for a level that no promise is about. */
  level: GuardLevel | undefined;
  /** None: every platform. */
  platforms: readonly Platform[];
}

interface GuardInText {
  scope: GuardScope;
  /** Where the words of its level stand; undefined while it says none. */
  level: { from: number; to: number } | undefined;
  /** Behind the brace that opens it. */
  start: number;
  /** Behind its last clause, where one more belongs; undefined while no brace ends it. */
  end: number | undefined;
}

const isPlatform = (word: string): word is Platform => PLATFORMS.some((each) => each === word);
const isLevel = (words: string): words is GuardLevel => words in levels;

function partsOf(clause: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let part = clause.firstChild; part; part = part.nextSibling) parts.push(part);
  return parts;
}

/** The first guard of a text; undefined where there is none. */
export function readGuard(text: string): GuardInText | undefined {
  const body = parser.parse(text).topNode.getChild("Guard")?.getChild("Body");
  if (!body) return undefined;
  const word = ({ from, to }: SyntaxNode) => text.slice(from, to);
  const brace = body.lastChild?.name === "}" ? body.lastChild.from : undefined;
  // A brace on a line of its own stays there.
  const line = brace === undefined ? -1 : text.lastIndexOf("\n", brace);
  const end = line >= 0 && text.slice(line, brace).trim() === "" ? line : brace;

  const about = body
    .getChildren("Clause")
    .map(partsOf)
    .find(([opener]) => opener && word(opener) === "for");
  const where = about?.findIndex((part) => part.name === "Keyword" && word(part) === "where") ?? -1;
  const head = where < 0 ? about : about?.slice(0, where);
  const named = head?.filter(({ name }) => name === "Level") ?? [];
  const [first] = named;
  const last = named.at(-1);
  const words = named.map(word).join(" ");
  return {
    scope: {
      level: first === undefined ? "campaigns" : isLevel(words) ? words : undefined,
      platforms: head?.map(word).filter(isPlatform) ?? [],
    },
    level: first && last && { from: first.from, to: last.to },
    start: body.from + 1,
    end,
  };
}

/** The edit after which the guard is about another level; undefined where no guard stands in the text. */
export function levelEdit(text: string, level: GuardLevel) {
  const guard = readGuard(text);
  if (!guard) return undefined;
  const { from, to } = guard.level ?? { from: guard.start, to: guard.start };
  return { from, to, insert: guard.level ? level : `\n  for ${level}` };
}
