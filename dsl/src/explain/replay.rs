//! A decision once more, from what was stored with it alone: no table, no rule and no script is asked again.
//!
//! What a script, a lookup or a rate gave stands in the tree as a value, so that a decision comes out the same for good, whatever
//! became of them since. Memberships, rankings and parameters are truths that were stored as such.

use std::cmp::Ordering;

use num_bigint::BigInt;

use crate::evaluate::Truth;
use crate::explanation::{BranchExplanation, Explanation, Node, NodeKind, Operand, Raw, Value, ValueKind};
use crate::rational::Rational;

/// What computed the values of a tree: raised whenever the same numbers could come to another verdict, scripts included.
pub const EVALUATOR: u32 = 1;

impl Explanation {
    /// The truth of each branch, worked out from the stored values.
    #[must_use]
    pub fn replay(&self) -> Vec<Truth> {
        let condition = |branch: &BranchExplanation| branch.condition.as_ref().map_or(Truth::True, replayed);
        self.branches.iter().map(condition).collect()
    }

    /// Whether the stored values still come to the verdicts that were stored with them.
    #[must_use]
    pub fn replays(&self) -> bool {
        let branches = self.branches.iter().map(|branch| branch.truth);
        let is_same = |node: &Node| replayed(node) == node.truth;
        self.replay().into_iter().eq(branches)
            && self.scope.as_ref().is_none_or(is_same)
            && self
                .release
                .as_ref()
                .is_none_or(|release| is_same(&release.condition))
    }
}

fn replayed(node: &Node) -> Truth {
    let mut children = node.children.iter().map(replayed);
    match node.kind {
        NodeKind::And => children.min().unwrap_or(Truth::True),
        NodeKind::Or => children.max().unwrap_or(Truth::False),
        NodeKind::Not => children.next().map_or(Truth::Unknown, Truth::negated),
        NodeKind::Named => children.next().unwrap_or(node.truth),
        NodeKind::Comparison => match (&node.left, &node.op, &node.right) {
            (Some(left), Some(operator), Some(right)) => compared(left, operator, right),
            _ => node.truth,
        },
        NodeKind::IsMissing
        | NodeKind::Attribute
        | NodeKind::Constant
        | NodeKind::Ranking
        | NodeKind::AllKnown => node.truth,
    }
}

fn compared(left: &Operand, operator: &str, right: &Operand) -> Truth {
    let Some(ordering) = order(&left.value, &right.value) else {
        return Truth::Unknown;
    };
    match operator {
        "=" => Truth::known(ordering.is_eq()),
        "!=" => Truth::known(ordering.is_ne()),
        "<" => Truth::known(ordering.is_lt()),
        "<=" => Truth::known(ordering.is_le()),
        ">" => Truth::known(ordering.is_gt()),
        ">=" => Truth::known(ordering.is_ge()),
        _ => Truth::Unknown,
    }
}

/// `None` where one of the two is missing.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    if left.missing.is_some() || right.missing.is_some() {
        return None;
    }
    let is_infinite = |value: &Value| value.kind == ValueKind::Infinite;
    match (is_infinite(left), is_infinite(right)) {
        (false, false) => {}
        (left, right) => return Some(left.cmp(&right)),
    }
    match (number(&left.raw), number(&right.raw)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => match (&left.raw, &right.raw) {
            // A date's digits stand in the order of their weight.
            (Raw::Text(left), Raw::Text(right)) => Some(left.cmp(right)),
            _ => None,
        },
    }
}

fn number(raw: &Raw) -> Option<Rational> {
    match raw {
        Raw::Integer(value) => Some(Rational::integer(*value)),
        Raw::Text(text) => {
            let (over, under) = text.split_once('/').unwrap_or((text, "1"));
            Rational::fraction(over.parse::<BigInt>().ok()?, under.parse::<BigInt>().ok()?)
        }
        Raw::Nothing => None,
    }
}
