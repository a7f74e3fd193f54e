import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Disclosure } from "~/shared/ui/disclosure";
import { English, FindingMessage } from "~/shared/ui/finding-message";
import { IconAlertTriangle, IconHelpCircle, IconShieldCheck, IconShieldX } from "~/shared/ui/icons";
import { PlatformMark } from "~/shared/ui/platform-mark";
import type { GuardPromise, RuleFinding, TextSpan } from "../api/types";
import { conflictsOf } from "../model/conflicts";
import { withoutAnswer } from "../model/promise-answers";
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

const placeKey = ({ rule, text, span }: RuleFinding["places"][number]) =>
  `${rule} ${text} ${span?.start.line} ${span?.start.character}`;

interface PlacesProps {
  finding: RuleFinding;
  goTo: ((span: TextSpan) => void) | undefined;
}

function Places({ finding, goTo }: PlacesProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.places}>
      {finding.places.map((place) => {
        const { rule, rule_id, text, span } = place;
        return (
          <li key={placeKey(place)}>
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
        );
      })}
    </ul>
  );
}

/** What bears a statement out: how sure it is, the two places, and the campaign that shows it. */
function Witness({ finding, goTo, folded }: PlacesProps & { folded: boolean }) {
  const { t } = useTranslation();
  return (
    <li>
      {!(folded && finding.example) && (
        <p className={styles.answer}>{t(`rules.together.answer.${finding.answer}`)}</p>
      )}
      <Places finding={finding} goTo={goTo} />
      {folded && finding.example ? (
        <div className={styles.folded}>
          <Disclosure
            title={
              finding.example.campaign === null
                ? t("rules.together.shownByMadeUp")
                : t("rules.together.shownBy", { campaign: finding.example.campaign })
            }
          >
            <Example finding={finding} />
          </Disclosure>
        </div>
      ) : (
        <Example finding={finding} />
      )}
      {finding.obstacle !== null && (
        <p className={styles.obstacle}>
          <English text={finding.obstacle} />
        </p>
      )}
    </li>
  );
}

interface RuleFindingsProps {
  findings: readonly RuleFinding[];
  /** The campaigns that show them are one click away, also where there is one. */
  folded?: boolean;
  /** Shows a place in the text; absent where the text is not on the page. */
  goTo?: (span: TextSpan) => void;
}

/** Rules that work against each other or add nothing, a card for each pair, with the campaigns that show it. */
export function RuleFindings({ findings, folded = false, goTo }: RuleFindingsProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.list} aria-label={t("rules.together.findings")}>
      {conflictsOf(findings).map(({ key, statements }) => {
        const witnesses = statements.flatMap((each) => each.witnesses);
        const decided = witnesses.some(({ answer }) => answer !== "not_decided");
        const ConflictIcon = decided ? IconAlertTriangle : IconHelpCircle;
        return (
          <li key={key} className={styles.finding} data-decided={decided || undefined}>
            <ConflictIcon size={17} stroke={2} aria-hidden />
            <div className={styles.said}>
              {statements.map((statement) => (
                <section key={statement.message} className={styles.statement}>
                  <p className={styles.message}>
                    <FindingMessage code={statement.code} message={statement.message} />
                  </p>
                  <ul className={styles.witnesses}>
                    {statement.witnesses.map((finding) => (
                      <Witness
                        key={[finding.account.id, ...finding.places.map(placeKey)].join("\n")}
                        finding={finding}
                        goTo={goTo}
                        folded={folded || witnesses.length > 1}
                      />
                    ))}
                  </ul>
                  {statement.help !== "" && statement.witnesses.some(({ answer }) => answer === "proved") && (
                    <p className={styles.obstacle}>
                      <English text={statement.help} />
                    </p>
                  )}
                </section>
              ))}
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
                <English text={withoutAnswer(promise)} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
