import { useTranslation } from "react-i18next";
import type { BlockOperand, TextSpan } from "../../api/types";
import styles from "./blocks.module.css";
import { useBlocks, useFindings } from "./context";

interface PickProps {
  /** The stretch of the text that it stands for. */
  span: TextSpan;
  label: string;
  value: string;
  options: readonly { value: string; label: string; group?: string | undefined }[];
  pick: (value: string) => void;
  title?: string | undefined;
  look?: "code" | undefined;
}

/** One of several, as the platform's own list: it works with keys, with a finger and with a reader. */
export function Pick({ span, label, value, options, pick, title, look }: PickProps) {
  const { readOnly } = useBlocks();
  const findings = useFindings(span);
  const groups = [...new Set(options.map(({ group }) => group))];
  const option = (each: PickProps["options"][number]) => (
    <option key={each.value} value={each.value}>
      {each.label}
    </option>
  );
  return (
    <select
      className={styles.pick}
      data-look={look}
      aria-label={label}
      value={value}
      disabled={readOnly}
      title={title}
      onChange={(event) => pick(event.currentTarget.value)}
      {...findings}
    >
      {groups.map((group) =>
        group === undefined ? (
          options.filter((each) => each.group === undefined).map(option)
        ) : (
          <optgroup key={group} label={group}>
            {options.filter((each) => each.group === group).map(option)}
          </optgroup>
        ),
      )}
    </select>
  );
}

/** The names of a rule and the language, in groups; what stands there is among them whatever it is. */
export function useNames(operands: readonly BlockOperand[], now: string) {
  const { t } = useTranslation();
  const known = operands.map(({ name, kind }) => ({
    value: name,
    label: name,
    group: t(`blocks.operands.${kind === "let" || kind === "param" ? "own" : kind}`),
  }));
  return known.some(({ value }) => value === now)
    ? known
    : [{ value: now, label: now, group: undefined }, ...known];
}
