import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Coded } from "~/shared/ui/coded";
import type { Param } from "../../api/types";
import { changedLiterals, type Fields, fieldsOf, ParamForm } from "../param-form";
import styles from "./about-panel.module.css";

interface ParametersPanelProps {
  params: readonly Param[];
  overrides: Record<string, string>;
  onChange: (overrides: Record<string, string>) => void;
  disabled: boolean;
}

/** The values of a rule's parameters, set beside the text and saved with it; the text keeps its defaults. */
export function ParametersPanel({ params, overrides, onChange, disabled }: ParametersPanelProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Fields>({});
  if (params.length === 0) {
    return (
      <p className={styles.note}>
        {t("rules.params.none")} <Coded text={t("rules.params.noneHelp")} />
      </p>
    );
  }
  const fields = { ...fieldsOf(params, overrides), ...typed };
  return (
    <>
      <p className={styles.note}>{t("rules.params.lead")}</p>
      <ParamForm
        params={params}
        fields={fields}
        disabled={disabled}
        onChange={(next) => {
          setTyped(next);
          onChange(changedLiterals(params, next));
        }}
      />
    </>
  );
}
