import { useTranslation } from "react-i18next";
import type { ConditionNode, ConditionValue, Operand } from "../../api/types";
import { missingWords } from "../../lib/missing";
import styles from "./condition-tree.module.css";
import { TruthMark } from "./truth-mark";

export function ShownValue({ value }: { value: ConditionValue }) {
  const { t } = useTranslation();
  if (!value.missing) return <span className={styles.value}>{value.display}</span>;
  return (
    <span className={styles.missing}>
      {t("decisions.missing")}: {missingWords(value.missing)}
    </span>
  );
}

/** Whether an operand has a name of its own; a literal such as `$45` or `7d` is its value. */
function isNamed(operand: Operand): boolean {
  return /^[a-z_]/i.test(operand.text) && operand.text !== operand.value.display;
}

/**
 * What an operand was made of: `spend $180.00`, `conversions 3`. A name that only passes one value on
 * (`cost` = `cpa`) says nothing new and is left out.
 */
function partsOf(operand: Operand): Operand[] {
  const passedOn = (part: Operand) =>
    operand.parts.length === 1 && part.value.display === operand.value.display && part.value.missing === null;
  return operand.parts
    .flatMap((part) => [...(passedOn(part) ? [] : [part]), ...partsOf(part)])
    .filter(isNamed);
}

function Side({ operand }: { operand: Operand }) {
  return (
    <span className={styles.side}>
      {isNamed(operand) && <span className={styles.name}>{operand.text}</span>}
      <ShownValue value={operand.value} />
    </span>
  );
}

/** Comparisons as people write them. */
const operators: Record<string, string> = { ">=": "≥", "<=": "≤", "!=": "≠" };

function Leaf({ node }: { node: ConditionNode }) {
  const { t } = useTranslation();
  const { left, right } = node;
  // Both sides may ask for the same value (`ctr < 0.5 * ctr over last 30 days`), each over its own window.
  const parts = [left, right].flatMap((side, at) =>
    (side ? partsOf(side) : []).map((part, place) => ({ part, key: `${at} ${place} ${part.text}` })),
  );
  // The server tells it in English: `$524.46 above`.
  const distance = (told: string) => {
    const [, amount, side] = /^(.+) (above|below)$/.exec(told) ?? [];
    return amount && side ? t(`decisions.distance.${side as "above" | "below"}`, { amount }) : told;
  };
  return (
    <div className={styles.leaf} data-truth={node.truth}>
      <TruthMark truth={node.truth} />
      <div className={styles.words}>
        {left ? (
          <span className={styles.comparison}>
            <Side operand={left} />
            {node.op && <span className={styles.op}>{operators[node.op] ?? node.op}</span>}
            {right && <Side operand={right} />}
          </span>
        ) : (
          <span className={styles.comparison}>{node.text}</span>
        )}
        {parts.length > 0 && (
          <span className={styles.parts}>
            {parts.map(({ part, key }) => (
              <span key={key}>
                {part.text} <ShownValue value={part.value} />
              </span>
            ))}
          </span>
        )}
        {node.missing && !left?.value.missing && !right?.value.missing && (
          <span className={styles.why}>{missingWords(node.missing)}</span>
        )}
      </div>
      {node.distance && <span className={styles.distance}>{distance(node.distance)}</span>}
    </div>
  );
}

const groups = ["and", "or", "not"] as const;
type Group = (typeof groups)[number];
const isGroup = (kind: string): kind is Group => (groups as readonly string[]).includes(kind);

/** A condition as it was evaluated: every comparison with the values that decided it. */
export function ConditionTree({ node }: { node: ConditionNode }) {
  const { t } = useTranslation();
  if (node.children.length === 0 || !isGroup(node.kind)) {
    return (
      <>
        <Leaf node={node} />
        {node.children.length > 0 && <Children nodes={node.children} />}
      </>
    );
  }
  return (
    <div className={styles.group}>
      <div className={styles.head}>
        <TruthMark truth={node.truth} size="group" />
        <span className={styles.kind}>{t(`decisions.group.${node.kind}`)}</span>
      </div>
      <Children nodes={node.children} />
    </div>
  );
}

function Children({ nodes }: { nodes: readonly ConditionNode[] }) {
  return (
    <ul className={styles.children}>
      {nodes.map((child) => (
        <li key={`${child.kind} ${child.text}`}>
          <ConditionTree node={child} />
        </li>
      ))}
    </ul>
  );
}
