import type { accounts as english } from "../en/accounts";
import type { Translation } from "../translation";

export const accounts: Translation<typeof english> = {
  title: "Konten",
  lead: "Verbundene Werbekonten und wie frisch ihre Daten sind.",
  name: "Konto",
  stateTitle: "Zustand",
  brand: "Marke",
  zone: "Zone und Währung",
  campaigns: "Kampagnen",
  history: "Historie",
  historyDays_one: "{{count}} Tag",
  historyDays_other: "{{count}} Tage",
  lastSync: "Letzter Abgleich",
  nextSync: "Nächster Abgleich",
  dataUntil: "Daten bis",
  state: {
    connecting: "Wird verbunden",
    active: "Aktiv",
    reconnect: "Neu verbinden",
    quarantined: "In Quarantäne",
    cancelled: "Getrennt",
  },
  empty: "Kein Konto ist verbunden",
  emptyHelp: "Admins verbinden Konten auf dem Server; sie erscheinen hier mit ihrem ersten Abgleich.",
};
