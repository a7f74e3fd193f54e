import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDuration } from "~/shared/lib/time";
import { English } from "~/shared/ui/finding-message";
import type { RuleOnPage } from "../../api/get-rule";
import type { RuleFinding } from "../../api/types";
import { conflictsOf } from "../../model/conflicts";
import { Notice } from "./notice";

interface WorkbenchNoticesProps {
  /** The saved rule; undefined for a new one. */
  rule: RuleOnPage | undefined;
  canWrite: boolean;
  /** Shows both texts, where somebody saved another version while this one was written. */
  conflict: (() => void) | undefined;
  /** A text that was not saved the last time, and is on the page again. */
  restored: { at: number; keep: () => void; discard: () => void } | undefined;
  /** What the version that was saved last works against. */
  met: readonly RuleFinding[];
  version: number;
  showMet: () => void;
  forgetMet: () => void;
}

/** What somebody has to know before they write on: each stays until it is settled. */
export function WorkbenchNotices(props: WorkbenchNoticesProps) {
  const { t } = useTranslation();
  const { rule, canWrite, conflict, restored, met } = props;
  return (
    <>
      {rule && conflict && (
        <Notice
          action={
            <Button size="compact-md" variant="default" onClick={conflict}>
              {t("rules.conflict.show")}
            </Button>
          }
        >
          {t("rules.conflict.notice", {
            version: rule.version,
            name: rule.updated_by ?? t("rules.somebody"),
          })}
        </Notice>
      )}
      {restored && (
        <Notice
          action={
            <>
              <Button size="compact-md" variant="default" onClick={restored.discard}>
                {t("rules.restored.discard")}
              </Button>
              <Button size="compact-md" variant="subtle" onClick={restored.keep}>
                {t("rules.restored.keep")}
              </Button>
            </>
          }
        >
          {t("rules.restored.notice", {
            length: formatDuration(Math.max(60_000, Date.now() - restored.at), 1),
          })}
        </Notice>
      )}
      {met[0] && (
        <Notice
          action={
            <>
              <Button size="compact-md" variant="default" onClick={props.showMet}>
                {t("rules.save.showMet")}
              </Button>
              <Button size="compact-md" variant="subtle" onClick={props.forgetMet}>
                {t("rules.save.metSeen")}
              </Button>
            </>
          }
        >
          {t("rules.save.meets", { count: conflictsOf(met).length, version: props.version })}{" "}
          <English text={met[0].message} />
        </Notice>
      )}
      {rule?.state === "quarantined" && rule.state_detail && (
        <Notice tone="critical">{rule.state_detail}</Notice>
      )}
      {!canWrite && <Notice>{t("rules.readOnly")}</Notice>}
    </>
  );
}
