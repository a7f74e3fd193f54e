import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "~/shared/editor/problems";
import { Coded } from "~/shared/ui/coded";
import { IconAlertCircle, IconAlertTriangle, IconPlus, IconTrash, IconX } from "~/shared/ui/icons";
import type { Block, BlockOperand, BlockPart, TextEdit, TextSpan } from "../../api/types";
import { AsText } from "./as-text";
import styles from "./blocks.module.css";
import { ConditionTree } from "./condition-tree";
import { Field } from "./field";
import { useWords } from "./use-words";

interface ClauseProps {
  block: Block;
  operands: readonly BlockOperand[];
  readOnly: boolean;
  change: (edits: TextEdit[]) => void;
  editText: (span: TextSpan) => void;
  /** What the checker found in it. */
  problems: readonly Problem[];
}

/** A pair such as `between … and …` is taken out behind its second half. */
const OPENS_PAIR: readonly BlockPart["word"][] = ["between", "from"];

const removalsOf = (parts: readonly BlockPart[]): TextEdit[][] =>
  parts.map((part, at) => {
    const before = parts[at - 1];
    if (OPENS_PAIR.includes(part.word)) return [];
    return before && OPENS_PAIR.includes(before.word) ? before.removal : part.removal;
  });

function Piece({
  part,
  label,
  kind,
  removal,
  ...common
}: {
  part: BlockPart;
  label: string;
  kind: Block["kind"];
  removal: TextEdit[];
} & Omit<ClauseProps, "block" | "problems">) {
  const { t } = useTranslation();
  const words = useWords();
  // One word of the language, two of a sentence.
  const word =
    kind === "param" && part.word === "to"
      ? "until"
      : kind === "approve" && part.word === "by"
        ? "approver"
        : part.word;
  const before = words.before(word);
  const after = words.after(part.word);
  const name = words.part(word);
  return (
    <span className={styles.piece}>
      {before !== undefined && before !== "" && <span className={styles.word}>{before}</span>}
      {part.field && <Field field={part.field} label={`${label}, ${name}`} {...common} />}
      {after !== undefined && after !== "" && <span className={styles.word}>{after}</span>}
      {removal.length > 0 && !common.readOnly && (
        <button
          type="button"
          className={styles.less}
          aria-label={t("blocks.without", { what: name })}
          title={t("blocks.without", { what: name })}
          onClick={() => common.change(removal)}
        >
          <IconX size={13} stroke={2.2} aria-hidden />
        </button>
      )}
    </span>
  );
}

/** A clause as a sentence with fields, its condition below, and what could be added to it. */
export function ClauseBlock(props: ClauseProps) {
  const { block, readOnly, change, editText, problems } = props;
  const { t } = useTranslation();
  const words = useWords();
  const label = t(`blocks.kind.${block.kind}`);
  const common = { operands: props.operands, readOnly, change, editText };
  const worst = problems.some(({ severity }) => severity === "error") ? "error" : "warning";
  const Mark = worst === "error" ? IconAlertCircle : IconAlertTriangle;
  const removals = removalsOf(block.parts);
  // Another action stands behind the last one of the branch.
  const offers = block.offers.filter(({ what }) => what !== "action");
  const scoped = block.kind === "scope";
  const operands = scoped ? props.operands.filter(({ kind }) => kind === "attribute") : props.operands;
  return (
    <li
      className={styles.block}
      data-kind={block.kind}
      data-severity={problems.length > 0 ? worst : undefined}
      data-line={block.span.start.line}
      tabIndex={-1}
    >
      <span className={styles.label}>{label}</span>
      <div className={styles.body}>
        {block.kind === "text" && (
          <AsText text={block.text} edit={readOnly ? undefined : () => editText(block.span)} />
        )}
        {block.kind === "without_approval" && <p className={styles.said}>{t("blocks.withoutApproval")}</p>}
        {block.condition && !scoped && <ConditionTree condition={block.condition} {...common} />}
        {block.parts.length > 0 && (
          <div className={styles.sentence}>
            {block.parts.map((part, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece is known by its place in the sentence
              <Fragment key={at}>
                <Piece
                  part={part}
                  label={label}
                  kind={block.kind}
                  removal={removals[at] ?? []}
                  {...common}
                  operands={block.kind === "action" ? props.operands : []}
                />
              </Fragment>
            ))}
          </div>
        )}
        {block.condition && scoped && (
          <div className={styles.where}>
            <span className={styles.piece}>
              <span className={styles.word}>{t("blocks.where")}</span>
              {!readOnly && block.condition.removal.length > 0 && (
                <button
                  type="button"
                  className={styles.less}
                  aria-label={t("blocks.without", { what: t("blocks.where") })}
                  onClick={() => block.condition && change(block.condition.removal)}
                >
                  <IconX size={13} stroke={2.2} aria-hidden />
                </button>
              )}
            </span>
            <ConditionTree {...common} condition={{ ...block.condition, removal: [] }} operands={operands} />
          </div>
        )}
        {problems.length > 0 && (
          <ul className={styles.problems}>
            {problems.map((problem) => (
              <li key={`${problem.from} ${problem.code}`} data-severity={problem.severity}>
                <Mark size={14} stroke={2} aria-hidden /> <Coded text={problem.message} />
              </li>
            ))}
          </ul>
        )}
        {!readOnly && offers.length > 0 && (
          <div className={styles.offers}>
            {offers.map(({ what, edits }) => (
              <button key={what} type="button" className={styles.add} onClick={() => change(edits)}>
                <IconPlus size={14} stroke={2.2} aria-hidden /> {words.offer(what)}
              </button>
            ))}
          </div>
        )}
      </div>
      {!readOnly && block.removal.length > 0 && (
        <button
          type="button"
          className={styles.remove}
          aria-label={t("blocks.removeNamed", { what: block.text })}
          title={t("blocks.remove")}
          onClick={() => change(block.removal)}
        >
          <IconTrash size={15} stroke={1.9} aria-hidden />
        </button>
      )}
    </li>
  );
}
