import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { usePermits } from "~/shared/api/session";
import { IconQuestionMark } from "~/shared/ui/icons";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { guardQuery } from "../api/get-guard";
import { blankGuard } from "../model/blank";
import { GuardBench } from "./workbench/guard-bench";

/** A guard that holds. */
export function GuardPage({ guardId }: { guardId: string }) {
  const { t } = useTranslation();
  const writes = usePermits("guards.write");
  const { data: guard, error, refetch } = useQuery(guardQuery(guardId));
  if (!guard) {
    if (isProblem(error, 404)) {
      return (
        <Note
          icon={IconQuestionMark}
          heading="h1"
          title={t("rules.guards.gone")}
          help={t("rules.guards.goneHelp")}
          action={<Link to="/rules/guards">{t("rules.guards.title")}</Link>}
        />
      );
    }
    return error ? <LoadFailure error={error} retry={() => void refetch()} /> : <RowsSkeleton rows={12} />;
  }
  return (
    <GuardBench
      key={guard.id}
      guard={guard}
      start={{ text: guard.text, overrides: {}, version: guard.version }}
      draftKey={`guard:${guard.id}`}
      canWrite={writes}
    />
  );
}

export function NewGuardPage() {
  const writes = usePermits("guards.write");
  return (
    <GuardBench
      guard={undefined}
      start={{ text: blankGuard("campaigns"), overrides: {}, version: 0 }}
      draftKey="guard:new"
      canWrite={writes}
    />
  );
}
