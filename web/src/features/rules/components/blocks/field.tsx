import { Menu } from "@mantine/core";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconReplace } from "~/shared/ui/icons";
import type { BlockField, BlockOperand, TextEdit } from "../../api/types";
import { type Boxes, boxesOf, listed, quoted, textOf, toggled, unquoted, write } from "../../model/blocks";
import { durationUnits } from "../../model/literal";
import styles from "./blocks.module.css";
import { useWords } from "./use-words";

interface FieldProps {
  field: BlockField;
  /** What it is about, for whoever does not see the sentence around it. */
  label: string;
  operands: readonly BlockOperand[];
  readOnly: boolean;
  change: (edits: TextEdit[]) => void;
}

const blurOnEnter = (event: KeyboardEvent<HTMLElement>) => {
  if (event.key === "Enter") {
    event.preventDefault();
    event.currentTarget.blur();
  }
};

interface TextBoxProps {
  label: string;
  value: string;
  readOnly: boolean;
  look: "code" | "words" | "number" | "long";
  suffix?: string | undefined;
  /** Writes it, and says whether it could. */
  commit: (value: string) => boolean;
  type?: "time" | "date" | "text";
}

/** A box that writes when it is left, or with Enter; Escape takes back what was typed. */
function TextBox({ label, value, readOnly, look, suffix, commit, type = "text" }: TextBoxProps) {
  const { t } = useTranslation();
  const wrong = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [faulty, setFaulty] = useState(false);
  const shown = typed ?? value;
  const leave = () => {
    if (typed === null || typed === value) {
      setTyped(null);
      setFaulty(false);
      return;
    }
    const done = commit(typed);
    setFaulty(!done);
    if (done) setTyped(null);
  };
  return (
    <span className={styles.box} data-look={look} data-faulty={faulty || undefined}>
      <input
        type={type}
        value={shown}
        aria-label={label}
        aria-invalid={faulty || undefined}
        aria-describedby={faulty ? wrong : undefined}
        readOnly={readOnly}
        inputMode={look === "number" && type === "text" ? "decimal" : undefined}
        spellCheck={look === "words" || look === "long"}
        style={
          type === "text" && look !== "long"
            ? { width: `${Math.min(Math.max(shown.length, 2) + 1, 64)}ch` }
            : undefined
        }
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            setTyped(null);
            setFaulty(false);
          }
          blurOnEnter(event);
        }}
      />
      {suffix !== undefined && <span aria-hidden>{suffix}</span>}
      {faulty && (
        <span id={wrong} className={styles.fault} role="alert">
          {t("blocks.noValue")}
        </span>
      )}
    </span>
  );
}

interface PickProps {
  label: string;
  value: string;
  readOnly: boolean;
  options: readonly { value: string; label: string; group?: string | undefined }[];
  pick: (value: string) => void;
  title?: string | undefined;
  look?: "code" | undefined;
}

/** One of several, as the platform's own list: it works with keys, with a finger and with a reader. */
export function Pick({ label, value, readOnly, options, pick, title, look }: PickProps) {
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

function Literal({ field, label, readOnly, change }: FieldProps) {
  const { t } = useTranslation();
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
    return (
      <>
        {boxes.amounts.map(({ currency, value }, at) => (
          <TextBox
            key={currency}
            look="number"
            label={`${label}, ${currency}`}
            value={value}
            suffix={currency}
            readOnly={readOnly}
            commit={(typed) =>
              commit({
                kind: "money",
                amounts: boxes.amounts.map((each, index) =>
                  index === at ? { currency, value: typed } : each,
                ),
              })
            }
          />
        ))}
      </>
    );
  }
  if (boxes.kind === "duration") {
    return (
      <span className={styles.pair}>
        <TextBox
          look="number"
          label={label}
          value={boxes.value}
          readOnly={readOnly}
          commit={(value) => commit({ ...boxes, value })}
        />
        <Pick
          label={`${label}, ${t("rules.params.unit")}`}
          value={boxes.unit}
          readOnly={readOnly}
          options={durationUnits.map((unit) => ({ value: unit, label: t(`rules.params.units.${unit}`) }))}
          pick={(unit) => commit({ ...boxes, unit })}
        />
      </span>
    );
  }
  if (field.unit === "bool") {
    return (
      <Pick
        label={label}
        value={field.text}
        readOnly={readOnly}
        options={["true", "false"].map((word) => ({ value: word, label: word }))}
        pick={(word) => change(write(field, word))}
      />
    );
  }
  return (
    <TextBox
      look="number"
      type={field.unit === "time" ? "time" : field.unit === "date" ? "date" : "text"}
      label={label}
      value={field.unit === "time" ? field.text.padStart(5, "0") : boxes.value}
      suffix={boxes.kind === "percent" ? "%" : undefined}
      readOnly={readOnly}
      commit={(value) => commit({ kind: boxes.kind, value })}
    />
  );
}

/** What a value may be compared with or set to, besides a fixed one. */
function Swap({ field, label, operands, change }: FieldProps) {
  const { t } = useTranslation();
  const alike = operands.filter(
    ({ unit, kind }) => unit !== null && unit === field.unit && kind !== "attribute",
  );
  if (alike.length === 0) return null;
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

/** What stands behind the last comparison sign of a sample: a value to begin with. */
const sampleValue = (sample: string | undefined) => sample?.split(/ (?:>|is|matches|has) /).at(-1);
const FIXED = "\u0000fixed";

function Name(props: FieldProps) {
  const { t } = useTranslation();
  const { field, label, operands, readOnly, change } = props;
  const alike = operands.filter(({ unit }) => field.unit === null || unit === field.unit);
  const names = useNames(alike, field.text);
  const sample = sampleValue(operands.find(({ unit }) => unit !== null && unit === field.unit)?.sample);
  return (
    <Pick
      look="code"
      label={label}
      value={field.text}
      readOnly={readOnly}
      options={
        sample === undefined
          ? names
          : [{ value: FIXED, label: t("blocks.fixed"), group: undefined }, ...names]
      }
      pick={(name) => change(write(field, name === FIXED && sample !== undefined ? sample : name))}
    />
  );
}

/** A field of a sentence, in the form that its value has. */
export function Field(props: FieldProps) {
  const { field, label, readOnly, change } = props;
  const words = useWords();
  switch (field.form) {
    case "fixed":
      return <code className={styles.fixed}>{field.text}</code>;
    case "choice": {
      const now = field.now ?? field.text;
      const known = field.choices.some(({ word }) => word === now);
      const options = field.choices.map(({ word }) => ({ value: word, label: words.choice(word) }));
      return (
        <Pick
          label={label}
          value={now}
          readOnly={readOnly}
          options={known ? options : [{ value: now, label: words.choice(now) }, ...options]}
          pick={(word) => {
            const chosen = field.choices.find((each) => each.word === word);
            if (chosen) change(write(field, chosen.text));
          }}
        />
      );
    }
    case "choices": {
      const order = field.choices.map(({ word }) => word);
      const now = listed(field.text);
      return (
        <fieldset className={styles.toggles} aria-label={label} disabled={readOnly}>
          {order.map((word) => (
            <button
              key={word}
              type="button"
              aria-pressed={now.includes(word)}
              onClick={() => {
                const next = toggled(field.text, word, order);
                if (next !== undefined) change(write(field, next));
              }}
            >
              {words.choice(word)}
            </button>
          ))}
        </fieldset>
      );
    }
    case "text":
      return (
        <TextBox
          look={field.text.length > 40 ? "long" : "words"}
          label={label}
          value={unquoted(field.text)}
          readOnly={readOnly}
          commit={(text) => {
            change(write(field, quoted(text)));
            return true;
          }}
        />
      );
    case "literal":
      return (
        <span className={styles.pair}>
          <Literal {...props} />
          {!readOnly && <Swap {...props} />}
        </span>
      );
    case "name":
      return <Name {...props} />;
    default:
      return (
        <TextBox
          look="code"
          label={label}
          value={field.text}
          readOnly={readOnly}
          commit={(text) => {
            if (text.trim() === "" || text.includes("\n")) return false;
            change(write(field, text.trim()));
            return true;
          }}
        />
      );
  }
}
