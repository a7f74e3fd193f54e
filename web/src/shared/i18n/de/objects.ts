import type { objects as english } from "../en/objects";
import type { Translation } from "../translation";

export const objects: Translation<typeof english> = {
  level: {
    ad_group: "Anzeigengruppe",
    ad: "Anzeige",
    keyword: "Keyword",
    target: "Ausrichtung",
    search_term: "Suchbegriff",
  },
  noRule: "Keine Regel betrachtet sie jetzt.",
  title: "Unter dieser Kampagne",
  lead: "Die Ebenen, die aktive Regeln betrachten.",
  name: "Name",
  status: "Status",
  bid: "Gebot",
  spend: "Kosten, 7 T.",
  conversions: "Conv.",
  cpa: "CPA",
  within: "{{level}} in {{name}}",
  match: "Übereinstimmung",
  matchType: { exact: "Genau passend", phrase: "Passende Wortgruppe", broad: "Weitgehend passend" },
  firstSeen: "Zuerst gesehen",
};
