import type { identity as english } from "../en/identity";
import type { Translation } from "../translation";

export const identity: Translation<typeof english> = {
  signIn: {
    title: "Anmelden",
    email: "E-Mail-Adresse",
    password: "Passwort",
    submit: "Anmelden",
    wrong: "E-Mail-Adresse oder Passwort ist falsch.",
    tooMany: "Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es erneut.",
    unreachable: "Der Server antwortet nicht. Prüfen Sie, ob Adjutant läuft.",
    emailNeeded: "Geben Sie Ihre E-Mail-Adresse ein",
    passwordNeeded: "Geben Sie Ihr Passwort ein",
    ended: "Melden Sie sich an, um zur gewünschten Seite zu kommen.",
    tagline: "Jede Änderung an Ihren Werbekonten: erklärt, freigegeben, genau einmal angewendet.",
  },
  setup: {
    title: "Adjutant einrichten",
    lead: "Sie sind der erste Mensch hier. So entsteht Ihre Organisation, mit Ihnen als Admin.",
    organisation: "Organisation",
    organisationHelp: "Ihre Agentur oder Firma, wie Ihr Team sie nennt",
    name: "Ihr Name",
    email: "E-Mail-Adresse",
    password: "Passwort",
    passwordHelp: "Mindestens 12 Zeichen",
    submit: "Organisation anlegen",
    closed: "Die Einrichtung ist schon erledigt",
    closedHelp: "Diese Installation hat einen Admin. Melden Sie sich an oder bitten Sie um einen Zugang.",
    noToken: "Dieser Link ist unvollständig",
    noTokenHelp:
      "Öffnen Sie den ganzen Einrichtungslink, den `adjutant serve` beim Start ausgegeben hat, samt Token.",
    refused: "Dieser Einrichtungslink gilt nicht mehr. Starten Sie Adjutant neu, um einen neuen zu erhalten.",
    toSignIn: "Zur Anmeldung",
    needed: "Bitte ausfüllen",
    emailShape: "Geben Sie eine Adresse wie ana@agentur.de ein",
    passwordShort: "Mindestens 12 Zeichen verwenden",
  },
};
