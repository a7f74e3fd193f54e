import type { parts as english } from "../en/parts";
import type { Translation } from "../translation";

export const parts: Translation<typeof english> = {
  hold: {
    at: "geht zurück",
    when: "geht zurück, wenn",
    or: "oder",
    never: "bleibt, bis jemand den Wert ändert",
    over: "die Zeit ist um; der Rückweg läuft oder wartet",
    also: "Auch „{{rule}}“ hält den Wert: er geht mit der letzten Regel zurück",
  },
  upload: {
    file: "Datei hochladen",
    refused: "Nichts wurde geändert",
    badLines_one: "Nichts wurde geändert: {{count}} Zeile passt nicht",
    badLines_other: "Nichts wurde geändert: {{count}} Zeilen passen nicht",
    line: "Zeile {{line}}",
  },
  range: {
    label: "Tage",
    custom: "Eigene",
    preset: {
      today: "Heute",
      "7d": "Letzte 7 Tage",
      "14d": "Letzte 14 Tage",
      "30d": "Letzte 30 Tage",
      "90d": "Letzte 90 Tage",
    },
    compare: "Mit den Tagen davor vergleichen",
    next: "Nächster Monat",
    previous: "Voriger Monat",
  },
  chart: {
    before: "Tage davor",
    beforeOf: "{{name}}, davor",
    day: "Tag",
    changes: "Änderungen",
    unknown: "nicht bekannt",
    asTable: "Als Tabelle zeigen",
    asDrawing: "Als Diagramm zeigen",
    unsettled: "Für diesen Tag können noch Conversions hinzukommen",
    today: "Dieser Tag ist noch nicht vorbei",
  },
  delta: {
    more: "mehr als davor",
    less: "weniger als davor",
    same: "wie davor",
    good: "besser",
    bad: "schlechter",
    before: "Davor: {{value}}",
    fromNothing: "von null",
  },
  name: {
    none: "(kein sichtbarer Name)",
    more: "Ganzen Namen zeigen",
    less: "Weniger zeigen",
  },
};
