import type { notifications as english } from "../en/notifications";
import type { Translation } from "../translation";

export const notifications: Translation<typeof english> = {
  title: "Mitteilungen",
  bell_zero: "Mitteilungen",
  bell_one: "Mitteilungen, {{count}} ungelesen",
  bell_other: "Mitteilungen, {{count}} ungelesen",
  which: "Welche Mitteilungen gezeigt werden",
  all: "Alle",
  unread: "Ungelesen",
  markAll: "Alle als gelesen markieren",
  markRead: "Als gelesen markieren",
  markFailed: "Sie wurden nicht als gelesen markiert",
  isNew: "ungelesen",
  times_one: "{{count}}-mal",
  times_other: "{{count}}-mal",
  clock: "Die Zeiten sind die der Demo-Uhr, jetzt {{now}}.",
  clockStalled: "Die Zeiten sind die der Geschäftszeit, die auf {{now}} steht.",
  today: "Heute",
  yesterday: "Gestern",
  kind: {
    rule: "Regel",
    approval: "Freigabe",
    account: "Konto",
    failure: "Fehler",
    security: "Sicherheit",
  },
  empty: "Noch ist nichts geschehen",
  emptyHelp: "Wartende Freigaben, Konten in Schwierigkeiten und Fehler werden hier gemeldet.",
  allRead: "Sie haben alles gelesen",
};
