import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Fix, fixTitle, type Problem, type Severity } from "~/shared/editor/problems";
import { codeTitle, pastWords } from "~/shared/lib/finding-words";
import { grouped } from "~/shared/lib/grouped";
import { sentence } from "~/shared/lib/sentence";
import { Coded } from "~/shared/ui/coded";
import { English, FindingMessage } from "~/shared/ui/finding-message";
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconBulb,
  IconCircleCheck,
  IconHistory,
  IconWand,
} from "~/shared/ui/icons";
import styles from "./problems-panel.module.css";
import { severityLooks } from "./severities";

export function ProblemCounts({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation();
  const count = (severity: Severity) => problems.filter((each) => each.severity === severity).length;
  const errors = count("error");
  const warnings = count("warning");
  const hints = count("hint");
  return (
    <span className={styles.counts} role="status">
      {problems.length === 0 && (
        <span data-severity="none">
          <IconCircleCheck size={15} stroke={2} aria-hidden /> {t("rules.problems.none")}
        </span>
      )}
      {errors > 0 && (
        <span data-severity="error">
          <IconAlertCircle size={15} stroke={2} aria-hidden /> {t("rules.problems.errors", { count: errors })}
        </span>
      )}
      {warnings > 0 && (
        <span data-severity="warning">
          <IconAlertTriangle size={15} stroke={2} aria-hidden />{" "}
          {t("rules.problems.warnings", { count: warnings })}
        </span>
      )}
      {hints > 0 && (
        <span data-severity="hint">
          <IconBulb size={15} stroke={2} aria-hidden /> {t("rules.problems.hints", { count: hints })}
        </span>
      )}
    </span>
  );
}

/** What is said of several places in the same words, with the same ways to mend it, is said once. */
const saidAlike = ({ severity, code, message, history, help, fixes }: Problem) =>
  JSON.stringify([severity, code, message, history, help, fixes]);

interface ProblemsPanelProps {
  problems: readonly Problem[];
  readOnly: boolean;
  goTo: (problem: Problem) => void;
  fix: (problem: Problem, fix: Fix) => void;
  explain: (code: string) => void;
}

/** The findings as a list: where, what, what to do, and the fix as a button. */
export function ProblemsPanel({ problems, readOnly, goTo, fix, explain }: ProblemsPanelProps) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t("rules.problems.title")}>
      {grouped(problems, saidAlike).map(([key, [problem, ...alike]]) => {
        const { icon: SeverityIcon } = severityLooks[problem.severity];
        const { code } = problem;
        return (
          <li key={key} data-severity={problem.severity}>
            <SeverityIcon
              size={16}
              stroke={2}
              role="img"
              aria-label={t(`rules.problems.severity.${problem.severity}`)}
            />
            <div className={styles.said}>
              <button type="button" className={styles.jump} onClick={() => goTo(problem)}>
                <span className={styles.line}>{t("rules.problems.line", { line: problem.line })}</span>{" "}
                <FindingMessage code={problem.code} message={problem.message} />
              </button>
              {alike.length > 0 && (
                <span className={styles.alike}>
                  {alike.map((other) => (
                    <button key={other.from} type="button" onClick={() => goTo(other)}>
                      {t("rules.problems.also", { line: other.line })}
                    </button>
                  ))}
                </span>
              )}
              {problem.history !== null && (
                <p className={styles.past}>
                  <IconHistory size={14} stroke={2} aria-hidden className={styles.pastMark} />
                  {sentence(pastWords(problem.history))}
                </p>
              )}
              {problem.help !== null && !problem.fixes.some(({ title }) => title === problem.help) && (
                <p>
                  <English text={problem.help} />
                </p>
              )}
              <div className={styles.actions}>
                {!readOnly &&
                  problem.fixes.map((each) => (
                    <Button
                      key={each.title}
                      size="compact-sm"
                      variant="light"
                      leftSection={<IconWand size={14} aria-hidden />}
                      onClick={() => fix(problem, each)}
                    >
                      <span>
                        <Coded text={fixTitle(problem.doc, each)} />
                      </span>
                    </Button>
                  ))}
              </div>
            </div>
            {code !== null && (
              <Button
                size="compact-sm"
                variant="subtle"
                className={styles.code ?? ""}
                aria-label={t("rules.problems.explainCode", { code })}
                title={codeTitle(code)}
                onClick={() => explain(code)}
              >
                {code}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
