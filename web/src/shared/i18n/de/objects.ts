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
  nothing: "Über diesen Teil der Kampagne ist nichts bekannt",
  nothingHelp: "Keine Regel betrachtet ihn, und keine hält etwas an ihm. Vielleicht wurde er auch entfernt.",
};
