import { useTranslation } from "react-i18next";

const known = [
  "limit",
  "in flight",
  "waiting proposal",
  "shared budget",
  "pause",
  "budget",
  "nothing to do",
  "changed meanwhile",
] as const;

/** Who stood in the way, in a person's words; names of guards and rules stay as they are. */
export function useStopper(): (by: string, rules?: ReadonlySet<string>) => string {
  const { t } = useTranslation();
  return (by, rules) => {
    if (rules?.has(by)) return t("reasons.stoppedBy.rule", { name: by });
    const word = known.find((each) => each === by);
    if (word) return t(`reasons.stoppedBy.${word}`);
    const guard = /^guard "(.*)"$/.exec(by)?.[1];
    return guard === undefined ? by : t("reasons.stoppedBy.guard", { name: guard });
  };
}
