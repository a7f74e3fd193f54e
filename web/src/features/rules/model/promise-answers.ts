// What is said about a guard's promise beside its answer.
import type { GuardPromise } from "../api/types";

/** How the sentence itself begins with the answer; what breaks a promise is told without it. */
const answers = { proved: /^proved: /, enforced: /^enforced at run time: / };

/** The sentence without the answer, which stands above it. */
export const withoutAnswer = ({ answer, in_words }: GuardPromise) =>
  answer === "broken" ? in_words : in_words.replace(answers[answer], "");
