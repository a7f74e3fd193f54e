import { Button, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "~/shared/lib/numbers";
import { Coded } from "~/shared/ui/coded";
import { ExplanationBody } from "~/shared/ui/explanation/explanation-body";
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronRight,
  IconCircleCheck,
  IconPlus,
  IconX,
} from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { mutationQuery, testQuery } from "../../api/test-text";
import type { TestedText, TextSpan } from "../../api/types";
import { Row, Rows } from "../row-group";
import styles from "./tests-panel.module.css";

type Tested = TestedText["tests"][number];
type Expectation = Tested["expectations"][number];
type Comparison = TestedText["coverage"][number]["comparisons"][number];

interface GoTo {
  goTo: (span: TextSpan) => void;
}

function Failure({ expectation, goTo }: { expectation: Expectation } & GoTo) {
  const { t } = useTranslation();
  return (
    <li className={styles.failure}>
      <button
        type="button"
        className={`${styles.jump} ${styles.line}`}
        onClick={() => goTo(expectation.span)}
      >
        <span className={styles.where}>
          {t("rules.tests.line", { line: expectation.span.start.line + 1 })}
        </span>
        <code>{expectation.text}</code>
      </button>
      {expectation.found !== null && (
        <p className={styles.found}>
          <b>{t("rules.tests.found")}</b> <Coded text={expectation.found} />
        </p>
      )}
      {expectation.explanation && (
        <details className={styles.values}>
          <summary>
            <IconChevronRight size={14} stroke={2.2} aria-hidden />
            {t("rules.tests.values")}
          </summary>
          <ExplanationBody explanation={expectation.explanation} timeZone="UTC" branch={null} heading="h4" />
        </details>
      )}
    </li>
  );
}

function Test({ test, goTo }: { test: Tested } & GoTo) {
  const { t } = useTranslation();
  const failures = test.expectations.filter(({ met }) => !met);
  return (
    <Row>
      <button type="button" className={`${styles.jump} ${styles.name}`} onClick={() => goTo(test.span)}>
        <Status
          tone={test.passed ? "positive" : "critical"}
          icon={test.passed ? IconCircleCheck : IconX}
          label={t(test.passed ? "rules.tests.passed" : "rules.tests.failed")}
        />
        <span>{test.name}</span>
      </button>
      {test.error !== null && (
        <p className={styles.found}>
          <Coded text={test.error} />
        </p>
      )}
      {failures.length > 0 && (
        <ul className={styles.failures}>
          {failures.map((expectation) => (
            <Failure
              key={`${expectation.span.start.line} ${expectation.text}`}
              expectation={expectation}
              goTo={goTo}
            />
          ))}
        </ul>
      )}
    </Row>
  );
}

function Seen({ count, label }: { count: number; label: string }) {
  return (
    <td data-never={count === 0 || undefined}>
      <span className={styles.mark}>
        {count > 0 && <IconCheck size={13} stroke={2.4} aria-hidden />}
        <VisuallyHidden component="span">{`${label}: `}</VisuallyHidden>
        {formatCount(count)}
      </span>
    </td>
  );
}

function Coverage({ comparisons, goTo }: { comparisons: readonly Comparison[] } & GoTo) {
  const { t } = useTranslation();
  const both = comparisons.filter(({ was_true, was_false }) => was_true > 0 && was_false > 0).length;
  return (
    <section className={styles.coverage} aria-label={t("rules.tests.coverage")}>
      <h2>{t("rules.tests.coverage")}</h2>
      <p className={styles.lead}>{t("rules.tests.bothWays", { both, of: comparisons.length })}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("rules.tests.comparison")}</th>
            <th scope="col">{t("rules.tests.true")}</th>
            <th scope="col">{t("rules.tests.false")}</th>
            <th scope="col">{t("rules.tests.unknown")}</th>
          </tr>
        </thead>
        <tbody>
          {comparisons.map((found) => (
            <tr key={`${found.span.start.line} ${found.span.start.character}`}>
              <th scope="row">
                <button type="button" className={styles.jump} onClick={() => goTo(found.span)}>
                  <code>{found.text}</code>
                </button>
              </th>
              <Seen count={found.was_true} label={t("rules.tests.true")} />
              <Seen count={found.was_false} label={t("rules.tests.false")} />
              <Seen count={found.unknown} label={t("rules.tests.unknown")} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type Mutant = NonNullable<TestedText["mutation"]>[number]["mutants"][number];

function Survivor({ mutant, goTo }: { mutant: Mutant } & GoTo) {
  const { t } = useTranslation();
  return (
    <Row>
      <button type="button" className={`${styles.jump} ${styles.line}`} onClick={() => goTo(mutant.span)}>
        <span className={styles.where}>{t("rules.tests.line", { line: mutant.span.start.line + 1 })}</span>
        <span>
          <code>{mutant.was}</code> → <code>{mutant.is}</code>
        </span>
      </button>
      <p className={styles.lead}>
        <Coded text={t(`rules.tests.mutant.${mutant.kind}`)} />
      </p>
    </Row>
  );
}

/** What the tests would notice if the rule were a little different; asked for, because it runs them many times. */
function Mutation({ text, goTo }: { text: string } & GoTo) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<string | null>(null);
  const mutated = useQuery({ ...mutationQuery(asked ?? ""), enabled: asked !== null });
  const mutants = mutated.data?.mutation?.flatMap((rule) => rule.mutants) ?? [];
  const survivors = mutants.filter(({ survived }) => survived);
  const moved = asked !== null && asked !== text;
  return (
    <section className={styles.mutation} aria-label={t("rules.tests.mutation")}>
      <h2>{t("rules.tests.mutation")}</h2>
      <p className={styles.lead}>{t("rules.tests.mutationLead")}</p>
      {mutated.error && <LoadFailure error={mutated.error} retry={() => void mutated.refetch()} />}
      {mutated.data && (
        <>
          <p className={styles.verdict} role="status" data-stale={moved || undefined}>
            {survivors.length === 0 ? (
              <IconCircleCheck size={15} stroke={2} aria-hidden />
            ) : (
              <IconAlertTriangle size={15} stroke={2} aria-hidden />
            )}
            {moved
              ? t("rules.tests.mutationMoved")
              : t(survivors.length === 0 ? "rules.tests.allNoticed" : "rules.tests.notNoticed", {
                  count: survivors.length === 0 ? mutants.length : survivors.length,
                  of: mutants.length,
                })}
          </p>
          {!moved && survivors.length > 0 && (
            <Rows>
              {survivors.map((mutant) => (
                <Survivor
                  key={`${mutant.span.start.line} ${mutant.span.start.character} ${mutant.is}`}
                  mutant={mutant}
                  goTo={goTo}
                />
              ))}
            </Rows>
          )}
        </>
      )}
      {(asked === null || moved || mutated.isFetching) && (
        <div>
          <Button
            size="compact-md"
            variant="default"
            loading={mutated.isFetching}
            onClick={() => setAsked(text)}
          >
            {t("rules.tests.mutate")}
          </Button>
        </div>
      )}
    </section>
  );
}

interface TestsPanelProps extends GoTo {
  /** The text as it last rested. */
  text: string;
  /** The text has an error, and is not asked about until it is mended. */
  faulty: boolean;
  /** Writes a first test into the text; undefined where the person may not, or the text cannot be read. */
  begin: (() => void) | undefined;
}

/** What came of the tests that stand in the text, and what they never looked at. */
export function TestsPanel({ text, faulty, begin, goTo }: TestsPanelProps) {
  const { t } = useTranslation();
  const tested = useQuery({ ...testQuery(text), placeholderData: (before) => before });
  if (tested.error) return <LoadFailure error={tested.error} retry={() => void tested.refetch()} />;
  if (!tested.data) return <RowsSkeleton rows={4} height={44} />;
  const { tests, coverage } = tested.data;
  const failed = tests.filter(({ passed }) => !passed).length;
  const covered = coverage.filter((found) => found.tests > 0 && found.comparisons.length > 0);
  return (
    <div className={styles.panel} aria-busy={tested.isPlaceholderData}>
      <p className={styles.lead} role="status">
        {faulty && tests.length === 0 ? (
          <>
            <IconAlertTriangle size={15} stroke={2} aria-hidden /> {t("rules.tests.faulty")}
          </>
        ) : tests.length === 0 ? (
          t("rules.tests.none")
        ) : (
          t(failed === 0 ? "rules.tests.allPassed" : "rules.tests.someFailed", {
            count: failed === 0 ? tests.length : failed,
          })
        )}
      </p>
      {tests.length === 0 && begin && (
        <div>
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={begin}
          >
            {t("rules.tests.first")}
          </Button>
        </div>
      )}
      {tests.length > 0 && (
        <Rows>
          {tests.map((test) => (
            <Test key={`${test.rule} ${test.name}`} test={test} goTo={goTo} />
          ))}
        </Rows>
      )}
      {covered.map((found) => (
        <Coverage key={found.rule} comparisons={found.comparisons} goTo={goTo} />
      ))}
      {tested.data.passed && tests.length > 0 && <Mutation text={text} goTo={goTo} />}
    </div>
  );
}
