import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { pastWords } from "~/shared/lib/finding-words";
import { grouped } from "~/shared/lib/grouped";
import { sentence } from "~/shared/lib/sentence";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { English, FindingMessage } from "~/shared/ui/finding-message";
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconPlayerPlay } from "~/shared/ui/icons";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { analysisQuery } from "../api/analyse-text";
import { useEnableRule } from "../api/enable-rule";
import { ruleQuery } from "../api/get-rule";
import type { BoundAccount, Diagnostic } from "../api/types";
import { conflictsOf } from "../model/conflicts";
import { ChangeFailure } from "./change-failure";
import styles from "./dialogs.module.css";
import { PlainWords } from "./plain-words";
import { Reasons, useReasons } from "./reasons";
import { RuleFindings } from "./rule-findings";

/** Where a rule runs and where it does not, with the reason. */
export function BoundAccounts({ accounts }: { accounts: readonly BoundAccount[] }) {
  const { t } = useTranslation();
  const sorted = [...accounts].sort((a, b) => Number(a.not_bound !== null) - Number(b.not_bound !== null));
  return (
    <ul className={styles.accounts}>
      {sorted.map(({ account, not_bound, cost }) => (
        <li key={account.id} data-bound={not_bound === null}>
          {not_bound === null ? (
            <IconCircleCheck size={17} stroke={2} role="img" aria-label={t("rules.bound")} />
          ) : (
            <IconCircleMinus size={17} stroke={2} role="img" aria-label={t("rules.notBound")} />
          )}
          <PlatformMark platform={account.platform} />
          <span className={styles.account}>
            <b>{account.name}</b>
            {not_bound !== null && (
              <span className={styles.why}>
                <Coded text={not_bound} />
              </span>
            )}
            {cost !== null && (
              <span className={styles.why} title={cost.in_words}>
                {t("rules.cost", { count: cost.steps })}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What is said of several lines in the same words is said once. */
const saidAlike = ({ code, message, help, history }: Diagnostic) =>
  JSON.stringify([code, message, help, history?.says]);

interface DialogProps {
  ruleId: string;
  name: string;
  close: () => void;
}

/** Before a rule acts: what it says in plain words, and the accounts that it will act on. */
export function EnableDialog({ ruleId, name, close }: DialogProps) {
  const { t } = useTranslation();
  const { data: rule, error, refetch } = useQuery({ ...ruleQuery(ruleId), staleTime: 0 });
  const change = useEnableRule();
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [unsaid, setUnsaid] = useState(false);
  const analysis = useQuery({
    ...analysisQuery({ text: rule?.text ?? "", overrides: rule?.overrides ?? {}, rule: ruleId }),
    enabled: rule !== undefined,
  });
  const findings = analysis.data?.findings ?? [];
  const sure = findings.filter(({ answer }) => answer !== "not_decided");
  const warnings = rule?.warnings ?? [];
  const asking = useReasons([...warnings, ...sure]);
  const bound = rule?.accounts.filter(({ not_bound }) => not_bound === null).length ?? 0;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t("rules.enableTitle", { name })}
      closeButtonProps={{ "aria-label": t("actions.cancel") }}
    >
      {!rule ? (
        error ? (
          <LoadFailure error={error} retry={() => void refetch()} />
        ) : (
          <RowsSkeleton rows={3} />
        )
      ) : (
        <div className={styles.dialog}>
          <PlainWords text={rule.in_plain_words} />
          {!rule.is_analysable && (
            <Callout tone="info" title={t("rules.notAnalysable.mark")}>
              {t("rules.notAnalysable.means")} {t("rules.notAnalysable.approvalMeans")}
            </Callout>
          )}
          <section className={styles.part} aria-label={t("rules.runsOn")}>
            <h3 className={styles.head}>
              {t("rules.runsOnCount", { count: bound, of: rule.accounts.length })}
            </h3>
            {bound === 0 ? (
              <p className={styles.warning}>
                <IconAlertTriangle size={16} stroke={2} aria-hidden />
                {t("rules.runsNowhere")}
              </p>
            ) : null}
            <BoundAccounts accounts={rule.accounts} />
          </section>
          {rule.can.enable && analysis.isPending && <RowsSkeleton rows={1} />}
          {warnings.length > 0 && (
            <section className={styles.part} aria-label={t("rules.warnings.title")}>
              <h3 className={styles.head}>{t("rules.warnings.before", { count: warnings.length })}</h3>
              <ul className={styles.accounts} data-tone="caution">
                {grouped(warnings, saidAlike).map(([key, alike]) => {
                  const [{ code, message, help, history }] = alike;
                  const lines = [...new Set(alike.map(({ span }) => span.start.line + 1))];
                  return (
                    <li key={key}>
                      <IconAlertTriangle size={17} stroke={2} aria-hidden />
                      <span className={styles.account}>
                        <b>
                          <FindingMessage code={code} message={message} />
                        </b>
                        {history && <span className={styles.why}>{sentence(pastWords(history))}</span>}
                        {help && (
                          <span className={styles.why}>
                            <English text={help} />
                          </span>
                        )}
                      </span>
                      <span className={styles.code}>
                        {t("rules.problems.lines", { count: lines.length, lines: lines.join(", ") })}
                        <code>{code}</code>
                      </span>
                    </li>
                  );
                })}
              </ul>
            </section>
          )}
          {findings.length > 0 && (
            <section className={styles.part} aria-label={t("rules.together.title")}>
              <h3 className={styles.head}>
                {t("rules.together.before", { count: conflictsOf(findings).length })}
              </h3>
              <RuleFindings findings={findings} folded={findings.length > 1} />
            </section>
          )}
          <Reasons asking={asking} reasons={reasons} onChange={setReasons} unsaid={unsaid} />
          {change.error && <ChangeFailure error={change.error} again={() => void refetch()} />}
          <div className={styles.foot}>
            <Button variant="default" onClick={close}>
              {t("actions.cancel")}
            </Button>
            <Button
              data-autofocus
              disabled={bound === 0 || !rule.can.enable || analysis.isPending}
              loading={change.isPending}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              onClick={() => {
                setUnsaid(true);
                if (asking.leadsBack(reasons)) return;
                change.mutate({ rule, reasons: asking.given(reasons) }, { onSuccess: close });
              }}
            >
              {t("rules.enableVersion", { version: rule.version })}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
