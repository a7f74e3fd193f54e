// A first test for a text that has none: an ordinary history on which the rule does nothing, to be made into the case that matters.
import { sampleMoney } from "./literal";

interface Tested {
  name: string;
  /** As the language writes them. */
  scope: string;
  schedule: string;
}

/** A Wednesday, so that rules which keep to working days have a run. */
const DAY = "2026-03-25";

/** The time of a run: a rule that looks once a day is tested when it looks. */
const timeOf = (schedule: string) => /\bat (\d{2}:\d{2})/.exec(schedule)?.[1] ?? "10:00";

/** What a test gives a history to, by the level of the rule. */
function given(scope: string): { words: string; name: string } {
  if (scope.startsWith("ad groups"))
    return { words: 'ad group "Example" of campaign "Parent"', name: "Example" };
  if (scope.startsWith("ads"))
    return { words: 'ad "Example" in ad group "Group" of campaign "Parent"', name: "Example" };
  if (scope.startsWith("search terms"))
    return { words: 'search term "example" in ad group "Group" of campaign "Parent"', name: "example" };
  if (scope.startsWith("keywords"))
    return { words: 'keyword "example" in ad group "Group" of campaign "Parent"', name: "example" };
  return { words: 'campaign "Example"', name: "Example" };
}

export function firstTest(text: string, { name, scope, schedule }: Tested): string {
  const object = given(scope);
  return `
test "leaves alone what runs as usual" of "${name}" {
  at ${DAY} ${timeOf(schedule)}
  given ${object.words} {
    each of last 30 days { spend ${sampleMoney(text, "10")}  conversions 1 }
  }
  expect nothing of "${object.name}"
}
`;
}
