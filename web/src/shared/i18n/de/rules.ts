import type { rules as english } from "../en/rules";
import type { Translation } from "../translation";

export const rules: Translation<typeof english> = {
  title: "Regeln",
  lead: "Was von selbst läuft, wann es zuletzt geprüft hat und was es getan hat.",
  name: "Regel",
  stateTitle: "Zustand",
  schedule: "Zeitplan",
  next: "Nächste Prüfung",
  last: "Letzte Prüfung",
  acted: "Aktionen, 24 h",
  waiting: "Wartend",
  unknown: "Nicht entscheidbar",
  unknownHelp: "Anteil der letzten Prüfungen, bei denen Daten fehlten. Was nicht bekannt ist, handelt nie.",
  state: { draft: "Entwurf", enabled: "Aktiv", disabled: "Ausgeschaltet", quarantined: "In Quarantäne" },
  empty: "Noch keine Regel",
  emptyHelp:
    "Speichern Sie eine Regel mit `adjutant apply DIR` oder über die API. Sie erscheint hier mit allem, was sie tut.",
  close: "Regel schließen",
  showActions: "Ihre Änderungen zeigen",
  text: "Text",
  version: "Version {{version}}",
  checking: "sobald Daten eintreffen",
};
