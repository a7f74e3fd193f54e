import type { ObjectBelow } from "~/shared/api/types";
import { i18next } from "~/shared/i18n";
import { sentence } from "./sentence";

interface Place {
  /** Null where it is about the account. */
  campaign: { name: string } | null;
  object: ObjectBelow | null;
  account: { name: string };
}

/** How close a search must be to a keyword, in the platforms' words: `Exact`. */
export function matchTypeWords(word: string): string {
  const known = (["exact", "phrase", "broad"] as const).find((each) => each === word);
  return known ? i18next.t(`objects.matchType.${known}`) : sentence(word);
}

/** `(exact)`, behind the name of a keyword; nothing behind others. */
export function matchTypeBehind({ match_type }: Pick<ObjectBelow, "match_type">): string {
  return match_type === null ? "" : `(${matchTypeWords(match_type).toLowerCase()})`;
}

/** `running shoes (exact)`: keywords of one text differ by how close a search must be. */
export function objectName(object: Pick<ObjectBelow, "name" | "match_type">): string {
  return `${object.name} ${matchTypeBehind(object)}`.trimEnd();
}

/** What something below a campaign stands in, from the campaign down: `Brand US › Shoes`. */
export function standsIn(campaign: string, { parent }: Pick<ObjectBelow, "parent">): string {
  return parent === null ? campaign : `${campaign} › ${parent}`;
}

/** What a rule is about by itself: `Shoes`. */
export function aboutItself({ campaign, object, account }: Place): string {
  return object ? objectName(object) : (campaign ?? account).name;
}

/** What is held on something: its own property, or a label on it, `Brand US › reviewed`. */
export function heldOn(name: string, { label }: { label: string | null }): string {
  return label === null ? name : `${name} › ${label}`;
}

/** What a rule is about, from its campaign down: `Brand US › Shoes`; an account by its own name. */
export function about(at: Place): string {
  return at.campaign && at.object
    ? `${standsIn(at.campaign.name, at.object)} › ${objectName(at.object)}`
    : aboutItself(at);
}
