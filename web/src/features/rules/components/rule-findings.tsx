import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Coded } from "~/shared/ui/coded";
import { Disclosure } from "~/shared/ui/disclosure";
import { IconAlertTriangle, IconHelpCircle, IconShieldCheck, IconShieldX } from "~/shared/ui/icons";
import { PlatformMark } from "~/shared/ui/platform-mark";
import type { GuardPromise, RuleFinding, TextSpan } from "../api/types";
import styles from "./rule-findings.module.css";

function Example({ finding }: { finding: RuleFinding }) {
  const { t } = useTranslation();
  const { example, account } = finding;
  if (!example) return null;
  return (
    <div className={styles.example}>
      <p className={styles.campaign}>
        <PlatformMark platform={account.platform} size={14} />
        {example.campaign === null ? (
          <span>{t("rules.together.madeUp")}</span>
        ) : (
          <b>
            <bdi>{example.campaign}</bdi>
          </b>
        )}
        <span className={styles.account}>{account.name}</span>
      </p>
      <dl className={styles.values}>
        {example.values.map(({ name, window, value }) => (
          <div key={`${name} ${window}`}>
            <dt>
              {name}
              {window !== null && <span> {window}</span>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface RuleFindingsProps {
  findings: readonly RuleFinding[];
  /** The campaigns that show them are one click away. */
  folded?: boolean;
  /** Shows a place in the text; absent where the text is not on the page. */
  goTo?: (span: TextSpan) => void;
}

/** Rules that work against each other or add nothing, each with the campaign that shows it. */
export function RuleFindings({ findings, folded = false, goTo }: RuleFindingsProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.list} aria-label={t("rules.together.findings")}>
      {findings.map((finding) => {
        const decided = finding.answer !== "not_decided";
        return (
          <li
            key={[
              finding.code,
              finding.account.id,
              finding.message,
              ...finding.places.map(({ text }) => text),
            ].join("\n")}
            className={styles.finding}
            data-decided={decided || undefined}
          >
            {decided ? (
              <IconAlertTriangle size={17} stroke={2} aria-hidden />
            ) : (
              <IconHelpCircle size={17} stroke={2} aria-hidden />
            )}
            <div className={styles.said}>
              <p className={styles.answer}>{t(`rules.together.answer.${finding.answer}`)}</p>
              <p className={styles.message}>
                <Coded text={finding.message} />
              </p>
              <ul className={styles.places}>
                {finding.places.map(({ rule, rule_id, text, span }) => (
                  <li key={`${rule} ${text}`}>
                    <code>{text}</code>
                    {span === null && rule_id !== null ? (
                      <Link to="/rules/$ruleId" params={{ ruleId: rule_id }}>
                        {rule}
                      </Link>
                    ) : span !== null && goTo ? (
                      <button type="button" onClick={() => goTo(span)}>
                        {t("rules.together.hereAt", { line: span.start.line + 1 })}
                      </button>
                    ) : (
                      <span>{t("rules.together.here")}</span>
                    )}
                  </li>
                ))}
              </ul>
              {folded && finding.example ? (
                <div className={styles.folded}>
                  <Disclosure title={finding.example.campaign ?? t("rules.together.madeUp")}>
                    <Example finding={finding} />
                  </Disclosure>
                </div>
              ) : (
                <Example finding={finding} />
              )}
              {finding.obstacle !== null && (
                <p className={styles.obstacle}>
                  <Coded text={finding.obstacle} />
                </p>
              )}
              {finding.answer === "proved" && finding.help !== "" && (
                <p className={styles.obstacle}>
                  <Coded text={finding.help} />
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** What is known about each guard's promise, given this rule. */
export function GuardPromises({ guards }: { guards: readonly GuardPromise[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.list} aria-label={t("rules.together.guards")}>
      {guards.map((promise) => (
        <li
          key={`${promise.guard} ${promise.clause}`}
          className={styles.finding}
          data-answer={promise.answer}
        >
          {promise.answer === "proved" ? (
            <IconShieldCheck size={17} stroke={2} aria-hidden />
          ) : (
            <IconShieldX size={17} stroke={2} aria-hidden />
          )}
          <div className={styles.said}>
            <p className={styles.answer}>{t(`rules.together.promise.${promise.answer}`)}</p>
            <p className={styles.message}>
              {promise.guard}: <code>{promise.clause}</code>
            </p>
            {promise.answer !== "proved" && (
              <p className={styles.obstacle}>
                <Coded text={promise.in_words} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
