// Tokens that depend on where they stand: openers begin a clause at the head of a line, and amounts swallow their unit.
import { ExternalTokenizer, type InputStream, type Stack } from "@lezer/lr";
import {
  Action,
  Attribute,
  Day,
  DocString,
  Duration,
  GuardWord,
  Keyword,
  LanguageWord,
  LetWord,
  Level,
  Member,
  Metric,
  Money,
  Numeral,
  Opener,
  OwnWord,
  ParamWord,
  Percent,
  RuleWord,
  ScriptBody,
  ScriptWord,
  TestWord,
  Time,
  Truth,
} from "./adjutant.grammar.terms";

/** The longest opener or amount that is looked for; a line of the language is rarely longer. */
const REACH = 80;

const NEWLINE = 10;
const QUOTE = 34;
const BRACE = 123;
const isBlank = (code: number) =>
  code === 32 || code === 9 || code === 13 || code === 0xa0 || code === 0xfeff;
const isDigit = (code: number) => code >= 48 && code <= 57;
const isSign = (code: number) => "$€£₹¥".includes(String.fromCharCode(code));
const isLetter = (code: number) => (code >= 97 && code <= 122) || code === 95;

function ahead(input: InputStream): string {
  let text = "";
  for (let at = 0; at < REACH; at += 1) {
    const code = input.peek(at);
    if (code < 0 || code === NEWLINE) break;
    text += String.fromCharCode(code);
  }
  return text;
}

/** What stands before the input on its line: nothing but blanks, the brace that opens a body, or something else. */
function placeOnLine(input: InputStream): "column one" | "indented" | "behind brace" | "inside" {
  for (let at = -1; ; at -= 1) {
    const code = input.peek(at);
    if (code < 0 || code === NEWLINE) return at === -1 ? "column one" : "indented";
    if (code === BRACE) return "behind brace";
    if (!isBlank(code)) return "inside";
  }
}

const boundary = "(?![\\p{L}\\p{N}_])";
const decimal = "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?";
const gap = "[ \\t\\u00a0]*";
const amounts: readonly (readonly [RegExp, number])[] = [
  [new RegExp(`^\\d{4}-\\d{2}-\\d{2}${boundary}`, "u"), Day],
  [new RegExp(`^\\d{1,2}:\\d{2}${boundary}`, "u"), Time],
  [new RegExp(`^[$€£₹¥]${gap}${decimal}${boundary}`, "u"), Money],
  [new RegExp(`^${decimal}${gap}[A-Z]{3}${boundary}`, "u"), Money],
  [new RegExp(`^${decimal}${gap}%`, "u"), Percent],
  [new RegExp(`^${decimal}${gap}(?:minutes?|hours?|days?|weeks?|[mhdw])${boundary}`, "u"), Duration],
  [new RegExp(`^${decimal}`, "u"), Numeral],
];

const openers =
  /^(?:for(?!\s+today\b)|pool|every|window|when|then|otherwise\s+when|otherwise|approve|without\s+(?:approval|data)|cooldown|at\s+most|never|release|yields\s+to|formerly|hold\s+out|accept|catch\s+up|settled\s+lag|given|expect|reject|at(?=\s+\d)|with(?=\s+[\p{L}_][\p{L}\p{N}_]*\s*=))(?![\p{L}\p{N}_])/u;
/** `then` may follow its condition on the same line; no other opener stands inside of one. */
const then = /^then(?![\p{L}\p{N}_])/u;
const items: readonly (readonly [RegExp, number])[] = [
  [/^rule(?![\p{L}\p{N}_])/u, RuleWord],
  [/^guard(?![\p{L}\p{N}_])/u, GuardWord],
  [/^test(?=\s+")/u, TestWord],
  [/^(?:metric|lookup)(?=\s+[\p{L}_])/u, OwnWord],
  [/^script(?=\s+[\p{L}_][\p{L}\p{N}_]*\s*\()/u, ScriptWord],
  [/^language(?![\p{L}\p{N}_])/u, LanguageWord],
];
const definitions: readonly (readonly [RegExp, number])[] = [
  [/^param(?![\p{L}\p{N}_])/u, ParamWord],
  [/^let(?![\p{L}\p{N}_])/u, LetWord],
];

function wordBefore(input: InputStream): boolean {
  const code = input.peek(-1);
  return code >= 0 && /[\p{L}\p{N}_.]/u.test(String.fromCharCode(code));
}

function docString(input: InputStream): boolean {
  if (input.peek(1) !== QUOTE || input.peek(2) !== QUOTE) return false;
  for (let at = 0; at < 3; at += 1) input.advance();
  while (input.next >= 0) {
    if (input.next === QUOTE && input.peek(1) === QUOTE && input.peek(2) === QUOTE) {
      for (let at = 0; at < 3; at += 1) input.advance();
      break;
    }
    input.advance();
  }
  input.acceptToken(DocString);
  return true;
}

/** From the `{` of a script up to the first line that is exactly `}`, or to the end of the text. */
function scriptBody(input: InputStream) {
  let line = " ";
  while (input.next >= 0) {
    if (input.next === NEWLINE) {
      if (line.trimEnd() === "}") break;
      line = "";
    } else if (line.length < 8) line += String.fromCharCode(input.next);
    input.advance();
  }
  input.acceptToken(ScriptBody);
}

function first(text: string, table: readonly (readonly [RegExp, number])[]): [number, number] | undefined {
  for (const [pattern, term] of table) {
    const found = pattern.exec(text);
    if (found) return [term, found[0].length];
  }
  return undefined;
}

export const scan = new ExternalTokenizer((input, stack) => {
  const code = input.next;
  if (code === BRACE && stack.canShift(ScriptBody)) {
    scriptBody(input);
    return;
  }
  if (code === QUOTE && stack.canShift(DocString) && docString(input)) return;
  if (isDigit(code) || isSign(code)) {
    if (wordBefore(input)) return;
    const found = first(ahead(input), amounts);
    if (found) input.acceptToken(found[0], found[1]);
    return;
  }
  if (!isLetter(code) || wordBefore(input)) return;
  const place = placeOnLine(input);
  const text = ahead(input);
  if (place === "column one") {
    const item = first(text, items);
    if (item) {
      input.acceptToken(item[0], item[1]);
      return;
    }
  }
  if (place !== "inside") {
    const definition = first(text, definitions);
    const opener = openers.exec(text);
    if (definition) input.acceptToken(definition[0], definition[1]);
    else if (opener) input.acceptToken(Opener, opener[0].length);
    return;
  }
  if (then.test(text)) input.acceptToken(Opener, "then".length);
});

const kinds: readonly (readonly [string, number])[] = [
  [
    "and or not is matches has in else over of missing infinite lasting where on account between by within unanswered expire " +
      "escalate apply if moves last today yesterday settled per day days run data hold alert after approval sync at up down to from " +
      "because each campaign proposed applied pending blocked rejected expired superseded shares as sent nothing unknown stale " +
      "raise above lower below start check checks this object total scope highest first change more than paused changing until tomorrow week month " +
      "lifetime since ago including ending creation usual elapsed_share having convert " +
      "as percent ratio money text lookup sum count average siblings parent top bottom ignoring " +
      "pool moving keeping counts rate click view script",
    Keyword,
  ],
  ["impressions clicks spend conversions revenue ctr cvr acos roas cpc cpm cpa aov", Metric],
  [
    "name status delivery budget age time_since_change channel bid_strategy target_cpa target_roas labels platform start_date end_date hour weekday " +
      "days_left_in_month bid match_type term_status currency objective",
    Attribute,
  ],
  ["pause resume set increase decrease move add remove notify run", Action],
  [
    "google meta tiktok amazon active paused removed delivering limited learning in_review rejected scheduled ended not_delivering " +
      "weekdays weekends mon tue wed thu fri sat sun admin manager marketer slack email exact phrase broad none added excluded " +
      "sales traffic engagement awareness app_promotion",
    Member,
  ],
  ["campaigns accounts ad group groups ads keyword keywords targets search term terms", Level],
  ["true false", Truth],
];
const words = new Map(kinds.flatMap(([list, term]) => list.split(" ").map((word) => [word, term] as const)));

/** The kind of a word by the registry of the language; a name of the author's own has none. */
export function classify(word: string, stack: Stack): number {
  const term = words.get(word);
  return term !== undefined && stack.canShift(term) ? term : -1;
}
