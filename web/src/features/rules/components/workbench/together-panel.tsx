import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { Coded } from "~/shared/ui/coded";
import { IconCircleCheck } from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { type AnalysisAsked, analysisQuery } from "../../api/analyse-text";
import type { TextSpan } from "../../api/types";
import { GuardPromises, RuleFindings } from "../rule-findings";
import styles from "./together-panel.module.css";

interface TogetherPanelProps {
  asked: AnalysisAsked;
  /** The text has an error, and is not asked about until it is mended. */
  faulty: boolean;
  /** Shows a place in the text that was asked about. */
  goTo: (span: TextSpan) => void;
}

/** Where the text works against rules that run already, and which guards it could reach. */
export function TogetherPanel({ asked, faulty, goTo }: TogetherPanelProps) {
  const { t } = useTranslation();
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...analysisQuery(asked),
    placeholderData: keepPreviousData,
    enabled: !faulty,
  });
  if (!data) {
    if (faulty) return <p className={styles.note}>{t("rules.together.faulty")}</p>;
    if (!error) return <RowsSkeleton rows={4} height={58} />;
    return isProblem(error, 422) ? (
      <p className={styles.note} role="alert">
        <Coded text={error.message} />
      </p>
    ) : (
      <LoadFailure error={error} retry={() => void refetch()} />
    );
  }
  return (
    <div className={styles.panel} data-stale={faulty || isPlaceholderData || undefined}>
      <p className={styles.note} role="status">
        {faulty ? t("rules.together.faulty") : t("rules.together.lead", { count: data.accounts })}
      </p>
      {data.findings.length === 0 ? (
        <p className={styles.calm}>
          <IconCircleCheck size={16} stroke={2} aria-hidden />
          <span>
            {t("rules.together.none")}
            {data.proved > 0 && <> {t("rules.together.proved", { count: data.proved })}</>}
          </span>
        </p>
      ) : (
        <RuleFindings findings={data.findings} goTo={goTo} />
      )}
      {data.left_out > 0 && (
        <p className={styles.note}>{t("rules.together.leftOut", { count: data.left_out })}</p>
      )}
      {data.guards.length > 0 && (
        <section className={styles.guards} aria-label={t("rules.together.guards")}>
          <h2>{t("rules.together.guards")}</h2>
          <GuardPromises guards={data.guards} />
        </section>
      )}
    </div>
  );
}
