import { useTranslation } from "react-i18next";
import type { Rule } from "~/shared/api/types";
import { Status } from "~/shared/ui/status";
import { ruleLooks } from "../model/states";

export function RuleState({
  rule,
  look = "plain",
}: {
  rule: Pick<Rule, "state" | "state_detail">;
  look?: "pill" | "plain";
}) {
  const { t } = useTranslation();
  return (
    <Status
      {...ruleLooks[rule.state]}
      look={look}
      label={t(`rules.state.${rule.state}`)}
      help={rule.state_detail ?? undefined}
    />
  );
}
