import { useTranslation } from "react-i18next";
import type { BlockField, BlockOperand, BlockPart } from "../../api/types";
import { listed, quoted, toggled, unquoted, write } from "../../model/blocks";
import styles from "./blocks.module.css";
import { useBlocks } from "./context";
import { Literal, Swap } from "./literal";
import { Pick, useNames } from "./pick";
import { TextBox } from "./text-box";
import { Texts } from "./texts";
import { useWords } from "./use-words";

interface FieldProps {
  field: BlockField;
  /** What it is about, for whoever does not see the sentence around it. */
  label: string;
  operands: readonly BlockOperand[];
  /** The piece of the sentence that it fills in. */
  word?: BlockPart["word"] | undefined;
}

/** What stands behind the last comparison sign of a sample: a value to begin with. */
const sampleValue = (sample: string | undefined) => sample?.split(/ (?:>|is|matches|has) /).at(-1);
const FIXED = "\u0000fixed";

function Name({ field, label, operands }: FieldProps) {
  const { t } = useTranslation();
  const { change } = useBlocks();
  const alike = operands.filter(({ unit }) => field.unit === null || unit === field.unit);
  const names = useNames(alike, field.text);
  const sample = sampleValue(operands.find(({ unit }) => unit !== null && unit === field.unit)?.sample);
  return (
    <Pick
      span={field.span}
      look="code"
      label={label}
      value={field.text}
      options={
        sample === undefined
          ? names
          : [{ value: FIXED, label: t("blocks.fixed"), group: undefined }, ...names]
      }
      pick={(name) => change(write(field, name === FIXED && sample !== undefined ? sample : name))}
    />
  );
}

function Fixed({ field, label, word }: FieldProps) {
  const { t } = useTranslation();
  const { explain } = useBlocks();
  if (word !== "code") return <code className={styles.fixed}>{field.text}</code>;
  return (
    <button
      type="button"
      className={styles.fixed}
      aria-label={`${label}: ${t("rules.problems.explainCode", { code: field.text })}`}
      onClick={() => explain(field.text)}
    >
      {field.text}
    </button>
  );
}

/** A field of a sentence, in the form that its value has. */
export function Field(props: FieldProps) {
  const { field, label, word } = props;
  const { readOnly, change } = useBlocks();
  const words = useWords();
  switch (field.form) {
    case "fixed":
      return <Fixed {...props} />;
    case "choice": {
      const now = field.now ?? field.text;
      const known = field.choices.some((choice) => choice.word === now);
      const options = field.choices.map((choice) => ({
        value: choice.word,
        label: words.choice(choice.word),
      }));
      return (
        <Pick
          span={field.span}
          label={label}
          value={now}
          options={known ? options : [{ value: now, label: words.choice(now) }, ...options]}
          pick={(picked) => {
            const chosen = field.choices.find((choice) => choice.word === picked);
            if (chosen) change(write(field, chosen.text));
          }}
        />
      );
    }
    case "choices": {
      const order = field.choices.map((choice) => choice.word);
      const now = listed(field.text);
      return (
        <fieldset className={styles.toggles} aria-label={label} disabled={readOnly}>
          {order.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={now.includes(each)}
              onClick={() => {
                const next = toggled(field.text, each, order);
                if (next !== undefined) change(write(field, next));
              }}
            >
              {words.choice(each)}
            </button>
          ))}
        </fieldset>
      );
    }
    case "text":
      return (
        <TextBox
          span={field.span}
          look="words"
          label={label}
          value={unquoted(field.text)}
          commit={(text) => {
            change(write(field, quoted(text)));
            return true;
          }}
        />
      );
    case "texts":
      return <Texts field={field} label={label} word={word} />;
    case "literal":
      return (
        <span className={styles.pair}>
          <Literal field={field} label={label} />
          <Swap {...props} />
        </span>
      );
    case "name":
      return <Name {...props} />;
    default:
      return (
        <TextBox
          span={field.span}
          look="code"
          label={label}
          value={field.text}
          commit={(text) => {
            if (text.trim() === "" || text.includes("\n")) return false;
            change(write(field, text.trim()));
            return true;
          }}
        />
      );
  }
}
