import { Button, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Param } from "../api/types";
import {
  durationUnits,
  type FieldFault,
  type FieldValue,
  faultOf,
  fieldOf,
  literalOf,
  sameLiteral,
} from "../model/literal";
import styles from "./param-form.module.css";

export type Fields = Record<string, FieldValue>;

/** The fields of a form at first: what is set, else the default. */
export function fieldsOf(params: readonly Param[], values: Readonly<Record<string, string>> = {}): Fields {
  return Object.fromEntries(
    params.map((param) => [param.name, fieldOf(param.type, values[param.name] ?? param.default)]),
  );
}

/** The literals that differ from their defaults; a field with a fault is none. */
export function changedLiterals(params: readonly Param[], fields: Fields): Record<string, string> {
  return Object.fromEntries(
    params.flatMap((param) => {
      const field = fields[param.name];
      if (!field || faultOf(param, field)) return [];
      const literal = literalOf(field);
      return sameLiteral(param.type, literal, param.default) ? [] : [[param.name, literal]];
    }),
  );
}

export function hasFaults(params: readonly Param[], fields: Fields): boolean {
  return params.some((param) => {
    const field = fields[param.name];
    return field !== undefined && faultOf(param, field) !== undefined;
  });
}

function useFaultWords() {
  const { t } = useTranslation();
  return (fault: FieldFault | undefined): string | undefined => {
    if (fault === undefined) return undefined;
    switch (fault.why) {
      case "below":
      case "above":
        return t(`rules.params.${fault.why}`, { bound: fault.bound });
      default:
        return t(`rules.params.${fault.why}`);
    }
  };
}

/** `max_cpa` as a label: the help says what it is, the name is how the text calls it. */
function words(param: Param): { label: string; name: string } {
  const help = param.help?.trim();
  return {
    label: help ? help.charAt(0).toLocaleUpperCase() + help.slice(1) : param.name,
    name: param.name,
  };
}

interface FieldProps {
  param: Param;
  /** What the server has against the value. */
  refused: string | undefined;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  disabled: boolean;
}

function Field({ param, value, refused, onChange, disabled }: FieldProps) {
  const { t } = useTranslation();
  const faultWords = useFaultWords();
  const fault = faultWords(faultOf(param, value)) ?? refused;
  const { label, name } = words(param);
  const bounds =
    param.min !== null && param.max !== null
      ? t("rules.params.bounds", { min: param.min, max: param.max })
      : undefined;
  const changed = !sameLiteral(param.type, literalOf(value), param.default);
  const description = (
    <span className={styles.about}>
      <code>{name}</code>
      {bounds !== undefined && <span>{bounds}</span>}
      {changed && !disabled && (
        <Button
          variant="transparent"
          size="compact-xs"
          className={styles.reset ?? ""}
          onClick={() => onChange(fieldOf(param.type, param.default))}
        >
          {t("rules.params.reset", { value: param.default })}
        </Button>
      )}
    </span>
  );
  const numeric = { hideControls: true, allowNegative: false, disabled, size: "sm" } as const;

  if (value.kind === "money") {
    return (
      <fieldset className={styles.field} disabled={disabled}>
        <legend className={styles.label}>{label}</legend>
        {description}
        <div className={styles.amounts}>
          {value.amounts.map(({ currency, value: amount }, at) => (
            <NumberInput
              key={currency}
              {...numeric}
              aria-label={`${label}, ${currency}`}
              decimalScale={2}
              thousandSeparator=","
              rightSection={<span className={styles.currency}>{currency}</span>}
              rightSectionWidth={48}
              value={amount}
              error={fault !== undefined}
              onChange={(typed) =>
                onChange({
                  kind: "money",
                  amounts: value.amounts.map((each, index) =>
                    index === at ? { currency, value: String(typed) } : each,
                  ),
                })
              }
            />
          ))}
        </div>
        {fault !== undefined && (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
      </fieldset>
    );
  }
  if (value.kind === "number") {
    return (
      <NumberInput
        {...numeric}
        className={styles.field ?? ""}
        label={label}
        description={description}
        decimalScale={value.unit === "count" ? 2 : 4}
        {...(value.unit === "percent" ? { rightSection: <span className={styles.currency}>%</span> } : {})}
        {...(value.unit === "count" ? { thousandSeparator: "," } : {})}
        value={value.value}
        error={fault}
        onChange={(typed) => onChange({ ...value, value: String(typed) })}
      />
    );
  }
  if (value.kind === "duration") {
    return (
      <fieldset className={styles.field} disabled={disabled}>
        <legend className={styles.label}>{label}</legend>
        {description}
        <div className={styles.amounts}>
          <NumberInput
            {...numeric}
            aria-label={label}
            allowDecimal={false}
            value={value.value}
            error={fault !== undefined}
            onChange={(typed) => onChange({ ...value, value: String(typed) })}
          />
          <Select
            size="sm"
            disabled={disabled}
            aria-label={`${label}, ${t("rules.params.unit")}`}
            allowDeselect={false}
            data={durationUnits.map((unit) => ({ value: unit, label: t(`rules.params.units.${unit}`) }))}
            value={value.unit}
            onChange={(unit) =>
              onChange({ ...value, unit: durationUnits.find((each) => each === unit) ?? "d" })
            }
          />
        </div>
        {fault !== undefined && (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
      </fieldset>
    );
  }
  if (value.kind === "bool") {
    return (
      <Switch
        className={styles.field ?? ""}
        label={label}
        description={description}
        disabled={disabled}
        checked={value.value}
        onChange={(event) => onChange({ kind: "bool", value: event.currentTarget.checked })}
      />
    );
  }
  return (
    <TextInput
      className={styles.field ?? ""}
      size="sm"
      label={label}
      description={description}
      disabled={disabled}
      value={value.value}
      error={fault}
      onChange={(event) => onChange({ kind: "text", value: event.currentTarget.value })}
    />
  );
}

interface ParamFormProps {
  params: readonly Param[];
  fields: Fields;
  onChange: (fields: Fields) => void;
  disabled?: boolean;
  /** What the server has against a parameter, by its name. */
  faults?: Readonly<Record<string, string>>;
}

/** The parameters of a rule as fields: each typed, held to its bounds, and named as the text names it. */
export function ParamForm({ params, fields, onChange, disabled = false, faults = {} }: ParamFormProps) {
  return (
    <div className={styles.form}>
      {params.map((param) => {
        const value = fields[param.name] ?? fieldOf(param.type, param.default);
        return (
          <Field
            key={param.name}
            param={param}
            refused={faults[param.name]}
            value={value}
            disabled={disabled}
            onChange={(next) => onChange({ ...fields, [param.name]: next })}
          />
        );
      })}
    </div>
  );
}
