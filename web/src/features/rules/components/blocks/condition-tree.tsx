import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconDots, IconPlus } from "~/shared/ui/icons";
import type { BlockComparison, BlockCondition, BlockOffer, BlockOperand, TextSpan } from "../../api/types";
import { compareInstead } from "../../model/blocks";
import { AsText } from "./as-text";
import styles from "./blocks.module.css";
import tree from "./conditions.module.css";
import { useBlocks, useFindings } from "./context";
import { Field } from "./field";
import { Pick, useNames } from "./pick";
import { useWords } from "./use-words";

interface ConditionProps {
  condition: BlockCondition;
  operands: readonly BlockOperand[];
}

const offered = (condition: BlockCondition, what: BlockOffer["what"]) =>
  condition.offers.find((offer) => offer.what === what);

/** Between the first two parts stands the word that joins them. */
const joinOf = ({ span, parts: [first, second] }: BlockCondition): TextSpan =>
  first && second ? { start: first.span.end, end: second.span.start } : span;

/** What is compared: the name decides what may stand on the other side. */
function Left({ condition, comparison, operands }: ConditionProps & { comparison: BlockComparison }) {
  const { t } = useTranslation();
  const { change } = useBlocks();
  const { left } = comparison;
  const names = useNames(operands, left.text);
  if (left.form !== "name") return <Field field={left} label={t("blocks.compared")} operands={operands} />;
  const now = operands.find(({ name }) => name === left.text);
  return (
    <Pick
      span={left.span}
      look="code"
      label={t("blocks.compared")}
      value={left.text}
      options={names}
      title={now?.definition ?? undefined}
      pick={(name) => {
        const operand = operands.find((each) => each.name === name);
        if (operand) change(compareInstead(condition, operand));
      }}
    />
  );
}

function Comparison(props: ConditionProps & { comparison: BlockComparison }) {
  const { t } = useTranslation();
  const { condition, comparison, operands } = props;
  const { placeOf } = useBlocks();
  // What is wrong with one of its boxes is said there.
  const own = useFindings(comparison.left.span)["data-severity"];
  const whole = useFindings(condition.span)["data-severity"];
  return (
    <span
      className={tree.comparison}
      data-from={placeOf(condition.span).from}
      data-severity={own ? undefined : whole}
    >
      <Left {...props} />
      {comparison.over && (
        <>
          <span className={styles.word}>{t("blocks.over")}</span>
          <Field field={comparison.over} label={t("blocks.part.window")} operands={operands} />
        </>
      )}
      {comparison.fallback && (
        <>
          <span className={styles.word}>{t("blocks.fallback")}</span>
          <Field field={comparison.fallback} label={t("blocks.fallback")} operands={operands} />
        </>
      )}
      <Field field={comparison.operator} label={t("blocks.operator")} operands={operands} />
      {comparison.right && <Field field={comparison.right} label={t("blocks.value")} operands={operands} />}
    </span>
  );
}

function More({ condition, group }: ConditionProps & { group: "all" | "any" | null }) {
  const { t } = useTranslation();
  const { readOnly, rework } = useBlocks();
  const words = useWords();
  const offers = condition.offers.filter(({ what }) => what !== "comparison" && what !== "turn");
  if (readOnly || (offers.length === 0 && condition.removal.length === 0)) return null;
  const label = (what: BlockOffer["what"]) =>
    what === "group" ? t(group === "any" ? "blocks.groupAnd" : "blocks.groupOr") : words.offer(what);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={styles.more}
          aria-label={t("blocks.moreOf", { what: condition.text })}
        >
          <IconDots size={16} stroke={2} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {offers.map(({ what, edits }) => (
          <Menu.Item key={what} onClick={() => rework(edits)}>
            {label(what)}
          </Menu.Item>
        ))}
        {condition.removal.length > 0 && (
          <Menu.Item color="red" onClick={() => rework(condition.removal)}>
            {t("blocks.remove")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Add({ condition }: ConditionProps) {
  const { t } = useTranslation();
  const { readOnly, rework } = useBlocks();
  const offer = offered(condition, "comparison");
  if (readOnly || !offer) return null;
  return (
    <button type="button" className={styles.add} onClick={() => rework(offer.edits)}>
      <IconPlus size={14} stroke={2.2} aria-hidden /> {t("blocks.addCondition")}
    </button>
  );
}

function Branch(props: ConditionProps & { group: "all" | "any" | null }) {
  const { t } = useTranslation();
  const { condition, group } = props;
  const { readOnly, change, editText } = useBlocks();
  const { kind, comparison, parts } = condition;
  if (kind === "all" || kind === "any") {
    const turn = offered(condition, "turn");
    const legend = t(kind === "all" ? "blocks.all" : "blocks.any");
    return (
      <fieldset className={tree.group} data-kind={kind} data-nested={group !== null || undefined}>
        <legend>
          {turn ? (
            <Pick
              span={joinOf(condition)}
              label={t("blocks.join")}
              value={kind}
              options={[
                { value: "all", label: t("blocks.all") },
                { value: "any", label: t("blocks.any") },
              ]}
              pick={(next) => next !== kind && change(turn.edits)}
            />
          ) : (
            legend
          )}
        </legend>
        <ul>
          {parts.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is known by its place in the text
            <li key={at}>
              <Branch {...props} condition={part} group={kind} />
            </li>
          ))}
        </ul>
        <div className={tree.groupEnd}>
          <Add {...props} />
          {group !== null && <More {...props} />}
        </div>
      </fieldset>
    );
  }
  return (
    <div className={tree.condition}>
      {kind === "not" && parts[0] ? (
        <>
          <span className={`${styles.word} ${tree.not}`}>{t("blocks.not")}</span>
          <Branch {...props} condition={{ ...parts[0], offers: [], removal: [] }} group={group} />
        </>
      ) : kind === "comparison" && comparison ? (
        <Comparison {...props} comparison={comparison} />
      ) : (
        <AsText text={condition.text} edit={readOnly ? undefined : () => editText(condition.span)} />
      )}
      <More {...props} />
    </div>
  );
}

/** A condition: groups whose parts all or any have to be true, down to the comparisons. */
export function ConditionTree(props: ConditionProps) {
  const { kind } = props.condition;
  return (
    <div className={tree.tree}>
      <Branch {...props} group={null} />
      {kind !== "all" && kind !== "any" && <Add {...props} />}
    </div>
  );
}
