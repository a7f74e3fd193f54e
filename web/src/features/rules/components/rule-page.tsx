import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { usePermits } from "~/shared/api/session";
import { IconQuestionMark } from "~/shared/ui/icons";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { ruleQuery } from "../api/get-rule";
import { BLANK } from "../model/blank";
import { Workbench } from "./workbench/workbench";

/** A saved rule. */
export function RulePage({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation();
  const writes = usePermits("rules.write");
  const { data: rule, error, refetch } = useQuery(ruleQuery(ruleId));
  if (!rule) {
    if (isProblem(error, 404)) {
      return (
        <Note
          icon={IconQuestionMark}
          heading="h1"
          title={t("rules.gone")}
          help={t("rules.goneHelp")}
          action={<Link to="/rules">{t("rules.title")}</Link>}
        />
      );
    }
    return error ? <LoadFailure error={error} retry={() => void refetch()} /> : <RowsSkeleton rows={12} />;
  }
  return (
    <Workbench
      key={rule.id}
      rule={rule}
      start={{ text: rule.text, overrides: rule.overrides, version: rule.version }}
      draftKey={rule.id}
      canWrite={writes && rule.can.edit}
    />
  );
}

/** A new rule: from the library, whose text waits as a draft, or from a blank page. */
export function NewRulePage({ from }: { from: string | undefined }) {
  const writes = usePermits("rules.write");
  const key = from === undefined ? "new" : `new:${from}`;
  return (
    <Workbench
      key={key}
      rule={undefined}
      start={{ text: BLANK, overrides: {}, version: 0 }}
      draftKey={key}
      library={from}
      canWrite={writes}
    />
  );
}
