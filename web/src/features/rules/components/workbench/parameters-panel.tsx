import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAdjustments } from "~/shared/ui/icons";
import { Note } from "~/shared/ui/states";
import type { Param } from "../../api/types";
import { changedLiterals, type Fields, fieldsOf, ParamForm } from "../param-form";
import styles from "./workbench.module.css";

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
    return <Note icon={IconAdjustments} title={t("rules.params.none")} help={t("rules.params.noneHelp")} />;
  }
  const fields = { ...fieldsOf(params, overrides), ...typed };
  return (
    <>
      <p className={styles.lead}>{t("rules.params.lead")}</p>
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
