import { Text } from "@codemirror/state";
import type { TFunction } from "i18next";
import type { Covered } from "~/shared/editor/coverage";
import { offsetOf } from "~/shared/editor/problems";
import type { TestedText } from "../api/types";

/** What the tests of a text saw of each comparison, as the editor marks it; nothing for rules without a test. */
export function coveredOf(text: string, suite: TestedText, t: TFunction): Covered[] {
  const doc = Text.of(text.split(/\r\n?|\n/));
  return suite.coverage
    .filter(({ tests }) => tests > 0)
    .flatMap(({ comparisons }) =>
      comparisons.map(({ span, text: comparison, was_true, was_false }) => {
        const seen =
          was_true > 0 && was_false > 0
            ? "both"
            : was_true > 0
              ? "true"
              : was_false > 0
                ? "false"
                : "neither";
        return {
          from: offsetOf(doc, span.start),
          to: offsetOf(doc, span.end),
          seen,
          label: t(`rules.tests.seen.${seen}`, { text: comparison }),
        } as const;
      }),
    );
}
