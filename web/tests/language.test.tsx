import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { rules } from "#mock/catalogue";
import { ApiProblem } from "~/shared/api/problem";
import { i18next, speak } from "~/shared/i18n";
import { de } from "~/shared/i18n/de";
import { en } from "~/shared/i18n/en";
import { preferredLanguage } from "~/shared/i18n/languages";
import { fixWords, foreignTitle, pastWords } from "~/shared/lib/finding-words";
import { missingWords } from "~/shared/lib/missing";
import { formatMoney } from "~/shared/lib/money";
import { formatDuration } from "~/shared/lib/time";
import { usePreferences } from "~/shared/preferences";
import { LanguageSocket } from "./language-socket";
import { renderApp } from "./render";

afterEach(async () => {
  await speak("en");
  localStorage.clear();
});

/** Every text with the path of its key. */
function texts(tree: object, at = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${at}${key}`, value] as [string, string]] : texts(value, `${at}${key}.`),
  );
}

const holes = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort();

describe("what the checker finds, in German", () => {
  it("is named by its code, and left to its sentence where the code is seldom met", async () => {
    expect(foreignTitle("E0204")).toBeUndefined();
    await speak("de");
    expect(foreignTitle("E0204")).toBe("Zahl ohne Einheit");
    expect(foreignTitle("E0107")).toBeUndefined();
    expect(foreignTitle(null)).toBeUndefined();
  });

  it("is mended by what its one edit says, quoted; more than that keeps its English title", async () => {
    const title = "write `$45`";
    const edit = { before: "45", after: "$45" };
    expect(fixWords(title, [edit])).toBe(title);
    await speak("de");
    expect(fixWords(title, [edit])).toBe("`$45` schreiben");
    expect(fixWords("add a limit", [{ before: "", after: "\n  at most 5 per day" }])).toBe(
      "`at most 5 per day` einfügen",
    );
    expect(fixWords("remove it", [{ before: "cooldown 24h\n", after: "" }])).toBe("`cooldown 24h` streichen");
    expect(fixWords(title, [edit, edit])).toBe(title);
    expect(fixWords("add a test", [{ before: "", after: "test {\n  at 10:00\n}" }])).toBe("add a test");
  });

  it("counts its past in the reader's numbers", async () => {
    const past = { says: "in your last 90 days this was undefined", days: 90, looks: 9811, times: 1204 };
    expect(pastWords(past)).toBe(past.says);
    await speak("de");
    expect(pastWords(past)).toBe("In Ihren letzten 90 Tagen war das bei 1.204 von 9.811 Betrachtungen so.");
  });

  it("stands under its title in the list of findings, marked as English", async () => {
    vi.stubGlobal("WebSocket", LanguageSocket);
    LanguageSocket.reset();
    await speak("de");
    const { desk } = renderApp(`/rules/${rules.stopLoss.id}`, { role: "marketer" });
    desk.locale = "de";
    const kept = desk.rules.kept(rules.stopLoss.id);
    if (kept) kept.rule = { ...kept.rule, text: kept.rule.text.replace("when", "wehn") };
    const panel = await screen.findByRole("list", { name: "Befunde" });
    expect(await within(panel).findByText(/Unbekannte Klausel/)).toBeVisible();
    const sentence = within(panel).getByText(/^Unknown clause/);
    expect(sentence).toHaveAttribute("lang", "en");
    expect(within(panel).getByRole("button", { name: /E0103/ })).toHaveAttribute(
      "title",
      "Unbekannte Klausel",
    );
    expect(within(panel).getByRole("button", { name: "when schreiben" })).toBeVisible();
  });
});

describe("German", () => {
  it("fills the same holes as English, everywhere", () => {
    const german = new Map(texts(de));
    for (const [key, text] of texts(en)) {
      expect({ key, holes: holes(german.get(key) ?? "") }).toEqual({ key, holes: holes(text) });
    }
  });

  it("is chosen in the account menu, kept in the profile and in the browser, and undone the same way", async () => {
    const { user, desk } = renderApp("/accounts");
    await user.click(await screen.findByTitle("Your account and settings"));
    await user.click(await screen.findByRole("radio", { name: "Deutsch" }));
    expect(await screen.findByRole("heading", { name: "Konten" })).toBeVisible();
    const nav = screen.getByRole("navigation", { name: "Hauptnavigation" });
    expect(within(nav).getByRole("link", { name: /Freigaben/ })).toBeInTheDocument();
    expect(document.documentElement.lang).toBe("de");
    await waitFor(() => expect(desk.locale).toBe("de"));
    expect(preferredLanguage()).toBe("de");
    await user.click(screen.getByRole("radio", { name: "English" }));
    expect(await screen.findByRole("heading", { name: "Accounts" })).toBeVisible();
  });

  it("comes back with the profile, whatever the browser spoke before", async () => {
    const { desk } = renderApp("/accounts");
    desk.locale = "de";
    expect(await screen.findByRole("heading", { name: "Konten" })).toBeVisible();
    expect(i18next.language).toBe("de");
  });

  it("can be chosen before signing in", async () => {
    const { user } = renderApp("/sign-in", { signedIn: false });
    await user.click(await screen.findByRole("button", { name: "Deutsch" }));
    expect(await screen.findByLabelText("Passwort")).toBeVisible();
    expect(screen.getByRole("button", { name: "Anmelden" })).toBeVisible();
  });

  it("tells what the server names by a code, and keeps the server's sentence otherwise", async () => {
    await speak("de");
    const refused = (word: string, detail: string) =>
      new ApiProblem(403, { type: `urn:adjutant:problem:${word}`, title: "No", detail }).message;
    expect(refused("not-permitted", "your role does not include rules.write")).toBe(
      "Ihre Rolle erlaubt das nicht",
    );
    expect(refused("conflict", "a rule has this name already")).toBe("a rule has this name already");
    expect(missingWords({ reason: "not_supplied", detail: "the platform does not supply it" })).toBe(
      "die Plattform liefert es nicht",
    );
    expect(missingWords({ reason: "eclipsed", detail: "the sun is away" })).toBe("the sun is away");
  });

  it("writes money, numbers and lengths of time as German readers do", async () => {
    await speak("de");
    expect(formatMoney({ micros: 1_234_500_000, currency: "EUR" })).toBe("1.234,50\u00a0€");
    expect(formatDuration(2 * 86_400_000 + 4 * 3_600_000)).toBe("2 Tg. 4 Std.");
  });
});

describe("density", () => {
  it("is chosen in the account menu and stands on the page", async () => {
    const { user } = renderApp("/accounts");
    await user.click(await screen.findByTitle("Your account and settings"));
    await user.click(await screen.findByRole("radio", { name: "Compact" }));
    expect(document.documentElement.dataset.density).toBe("compact");
    usePreferences.setState({ density: "comfortable" });
  });
});
