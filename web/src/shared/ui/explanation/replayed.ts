// What a decision that was worked out once more came to.
import type { ConditionNode, ConditionValue, Explanation } from "~/shared/api/types";

/** The same answer, another one, or none: a stored value is not whole enough to compare with. */
export type Replayed = "same" | "other" | "not_whole";

const OPERATORS = ["=", "!=", "<", "<=", ">", ">="];

const isNumber = ({ kind, raw }: ConditionValue) =>
  kind === "infinite" || typeof raw === "number" || /^-?\d+(?:\/\d+)?$/.test(raw ?? "");

/** Whether two stored values have an order at all. */
function comparable(left: ConditionValue, right: ConditionValue): boolean {
  if (left.missing || right.missing) return false;
  if (left.kind === "infinite" || right.kind === "infinite") return true;
  return (
    (isNumber(left) && isNumber(right)) || (typeof left.raw === "string" && typeof right.raw === "string")
  );
}

/** A comparison was decided, yet what is stored with it decides nothing. */
function isNotWhole(node: ConditionNode): boolean {
  const { kind, truth, left, op, right, children } = node;
  if (kind === "comparison" && truth !== "unknown" && left && op !== null && right) {
    return !OPERATORS.includes(op) || !comparable(left.value, right.value);
  }
  return children.some(isNotWhole);
}

/** What the server's yes or no means: a no is another answer only where the stored values still give one. */
export function replayedOf({ branches, scope, release }: Explanation, replays: boolean): Replayed {
  if (replays) return "same";
  const trees = [
    ...branches.map(({ condition }) => condition),
    scope,
    release?.condition as ConditionNode | undefined,
  ];
  return trees.some((tree) => tree && isNotWhole(tree)) ? "not_whole" : "other";
}
