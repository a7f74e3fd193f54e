import { useTranslation } from "react-i18next";
import { Coded } from "~/shared/ui/coded";
import { IconAlertCircle, IconAlertTriangle, IconPlus, IconTrash, IconX } from "~/shared/ui/icons";
import type { Block, BlockOperand, BlockPart, TextEdit } from "../../api/types";
import { AsText } from "./as-text";
import styles from "./blocks.module.css";
import { ConditionTree } from "./condition-tree";
import { useBlocks } from "./context";
import { Field } from "./field";
import { useWords } from "./use-words";

interface ClauseProps {
  block: Block;
  operands: readonly BlockOperand[];
}

/** A pair such as `between … and …` is taken out behind its second half. */
const OPENS_PAIR: readonly BlockPart["word"][] = ["between", "from"];

const removalsOf = (parts: readonly BlockPart[]): TextEdit[][] =>
  parts.map((part, at) => {
    const before = parts[at - 1];
    if (OPENS_PAIR.includes(part.word)) return [];
    return before && OPENS_PAIR.includes(before.word) ? before.removal : part.removal;
  });

interface PieceProps extends ClauseProps {
  part: BlockPart;
  label: string;
  removal: TextEdit[];
}

function Piece({ block: { kind }, operands, part, label, removal }: PieceProps) {
  const { t } = useTranslation();
  const { readOnly, placeOf, rework } = useBlocks();
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
    <span className={styles.piece} data-from={part.field ? placeOf(part.field.span).from : undefined}>
      {before !== undefined && before !== "" && <span className={styles.word}>{before}</span>}
      {part.field && (
        <Field field={part.field} label={`${label}, ${name}`} operands={operands} word={part.word} />
      )}
      {after !== undefined && after !== "" && <span className={styles.word}>{after}</span>}
      {removal.length > 0 && !readOnly && (
        <button
          type="button"
          className={styles.less}
          aria-label={t("blocks.without", { what: name })}
          title={t("blocks.without", { what: name })}
          onClick={() => rework(removal)}
        >
          <IconX size={13} stroke={2.2} aria-hidden />
        </button>
      )}
    </span>
  );
}

/** A clause as a sentence with fields, its condition below, and what could be added to it. */
export function ClauseBlock(props: ClauseProps) {
  const { block } = props;
  const { t } = useTranslation();
  const { readOnly, placeOf, rework, editText, found } = useBlocks();
  const place = placeOf(block.span);
  const findings = found(place);
  const words = useWords();
  const label = t(`blocks.kind.${block.kind}`);
  const worst = findings.some(({ problem }) => problem.severity === "error") ? "error" : "warning";
  const removals = removalsOf(block.parts);
  // Another action stands behind the last one of the branch.
  const offers = block.offers.filter(({ what }) => what !== "action");
  const scoped = block.kind === "scope";
  const operands = scoped ? props.operands.filter(({ kind }) => kind === "attribute") : props.operands;
  return (
    <li
      className={styles.block}
      data-kind={block.kind}
      data-severity={findings.length > 0 ? worst : undefined}
      data-clause={place.from}
      aria-keyshortcuts={block.removal.length > 0 && !readOnly ? "Delete" : undefined}
      tabIndex={-1}
    >
      <span className={styles.label}>{label}</span>
      <div className={styles.body}>
        {block.kind === "text" && (
          <AsText text={block.text} edit={readOnly ? undefined : () => editText(block.span)} />
        )}
        {block.kind === "without_approval" && <p className={styles.said}>{t("blocks.withoutApproval")}</p>}
        {block.condition && !scoped && <ConditionTree condition={block.condition} operands={operands} />}
        {block.parts.length > 0 && (
          <div className={styles.sentence}>
            {block.parts.map((part, at) => (
              <Piece
                // biome-ignore lint/suspicious/noArrayIndexKey: a piece is known by its place in the sentence
                key={at}
                block={block}
                part={part}
                label={label}
                removal={removals[at] ?? []}
                operands={block.kind === "action" || part.word === "highest" ? props.operands : []}
              />
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
                  onClick={() => block.condition && rework(block.condition.removal)}
                >
                  <IconX size={13} stroke={2.2} aria-hidden />
                </button>
              )}
            </span>
            <ConditionTree condition={{ ...block.condition, removal: [] }} operands={operands} />
          </div>
        )}
        {findings.length > 0 && (
          <ul className={styles.problems}>
            {findings.map(({ id, problem: { severity, message } }) => (
              <li key={id} id={id} data-severity={severity}>
                {severity === "error" ? (
                  <IconAlertCircle size={14} stroke={2} aria-hidden />
                ) : (
                  <IconAlertTriangle size={14} stroke={2} aria-hidden />
                )}
                <span>
                  <Coded text={message} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {!readOnly && offers.length > 0 && (
          <div className={styles.offers}>
            {offers.map(({ what, edits }) => (
              <button key={what} type="button" className={styles.add} onClick={() => rework(edits)}>
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
          data-remove
          aria-label={t("blocks.removeNamed", { what: block.text })}
          title={t("blocks.remove")}
          onClick={() => rework(block.removal)}
        >
          <IconTrash size={15} stroke={1.9} aria-hidden />
        </button>
      )}
    </li>
  );
}
