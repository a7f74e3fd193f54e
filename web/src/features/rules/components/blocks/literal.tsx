import { Menu } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconReplace } from "~/shared/ui/icons";
import type { BlockField, BlockOperand } from "../../api/types";
import { type Boxes, boxesOf, textOf, write } from "../../model/blocks";
import { durationUnits } from "../../model/literal";
import styles from "./blocks.module.css";
import { useBlocks } from "./context";
import { Pick } from "./pick";
import { TextBox } from "./text-box";

interface LiteralProps {
  field: BlockField;
  label: string;
}

/** A value with its unit: a box for each currency, a number with its unit beside it. */
export function Literal({ field, label }: LiteralProps) {
  const { t } = useTranslation();
  const { change } = useBlocks();
  const { span } = field;
  // What was written stands until the text has been read again: the next box counts from there.
  const [own, setOwn] = useState<{ of: string; boxes: Boxes } | null>(null);
  const boxes = own?.of === field.text ? own.boxes : boxesOf(field.unit, field.text);
  const commit = (next: Boxes) => {
    const text = textOf(field.unit, next);
    if (text === undefined) return false;
    setOwn({ of: field.text, boxes: next });
    if (text !== field.text) change(write(field, text));
    return true;
  };
  if (boxes.kind === "money") {
    return boxes.amounts.map(({ currency, value }, at) => (
      <TextBox
        key={currency}
        span={span}
        look="number"
        label={`${label}, ${currency}`}
        value={value}
        suffix={currency}
        commit={(typed) =>
          commit({
            kind: "money",
            amounts: boxes.amounts.map((each, index) => (index === at ? { currency, value: typed } : each)),
          })
        }
      />
    ));
  }
  if (boxes.kind === "duration") {
    return (
      <span className={styles.pair}>
        <TextBox
          span={span}
          look="number"
          label={label}
          value={boxes.value}
          commit={(value) => commit({ ...boxes, value })}
        />
        <Pick
          span={span}
          label={`${label}, ${t("rules.params.unit")}`}
          value={boxes.unit}
          options={durationUnits.map((unit) => ({ value: unit, label: t(`rules.params.units.${unit}`) }))}
          pick={(unit) => commit({ ...boxes, unit })}
        />
      </span>
    );
  }
  if (field.unit === "bool") {
    return (
      <Pick
        span={span}
        label={label}
        value={field.text}
        options={["true", "false"].map((word) => ({ value: word, label: word }))}
        pick={(word) => change(write(field, word))}
      />
    );
  }
  return (
    <TextBox
      span={span}
      look="number"
      type={field.unit === "time" ? "time" : field.unit === "date" ? "date" : "text"}
      label={label}
      value={field.unit === "time" ? field.text.padStart(5, "0") : boxes.value}
      suffix={boxes.kind === "percent" ? "%" : undefined}
      commit={(value) => commit({ kind: boxes.kind, value })}
    />
  );
}

/** What a value may be compared with or set to, besides a fixed one. */
export function Swap({ field, label, operands }: LiteralProps & { operands: readonly BlockOperand[] }) {
  const { t } = useTranslation();
  const { readOnly, change } = useBlocks();
  const alike = operands.filter(
    ({ unit, kind }) => unit !== null && unit === field.unit && kind !== "attribute",
  );
  if (readOnly || alike.length === 0) return null;
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <button type="button" className={styles.swap} aria-label={t("blocks.swap", { what: label })}>
          <IconReplace size={14} stroke={2} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        <Menu.Label>{t("blocks.swapTo")}</Menu.Label>
        {alike.map(({ name }) => (
          <Menu.Item key={name} onClick={() => change(write(field, name))}>
            <code>{name}</code>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
