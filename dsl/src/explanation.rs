//! Why a rule did, or did not, act on one object: a tree that can be stored, shown and compared.

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::evaluate::Truth;
use crate::registry::Metric;
use crate::table::MissingReason;

/// Everything that led to the verdict on one object at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What computed it: [`EVALUATOR`](crate::EVALUATOR) of its day; 0 before there was a number.
    #[serde(default)]
    pub evaluator: u32,
    pub at: Timestamp,
    pub data_until: Option<Timestamp>,
    /// The rule's `where`; `None` without one.
    pub scope: Option<Node>,
    pub lets: Vec<LetValue>,
    pub branches: Vec<BranchExplanation>,
    pub windows: Vec<WindowExplanation>,
    /// `release when`: whether what the rule holds on the object ends; `None` for a rule without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseExplanation>,
}

/// Whether what a rule holds ends. Only true ends it: unknown keeps holding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseExplanation {
    pub condition: Node,
    /// One plain sentence, lower case, no full stop.
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetValue {
    pub name: String,
    /// The expression as written.
    pub text: String,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchExplanation {
    pub truth: Truth,
    /// `None` for an unconditional branch.
    pub condition: Option<Node>,
    /// As written: `2 checks`.
    pub lasting: Option<String>,
    /// The actions as written, one line each.
    pub actions: Vec<String>,
    /// What each script of a branch that acts returned, with what it was handed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returned: Vec<Operand>,
    /// One plain sentence, lower case, no full stop.
    pub reason: String,
}

/// A condition and how it came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub kind: NodeKind,
    /// As written, on one line.
    pub text: String,
    pub truth: Truth,
    pub missing: Option<Missing>,
    pub left: Option<Operand>,
    /// The operator as written: `>`, `is`, `matches`.
    pub op: Option<String>,
    pub right: Option<Operand>,
    /// How far the left side is from the right: `$15.00 above`.
    pub distance: Option<String>,
    pub children: Vec<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    And,
    Or,
    Not,
    Comparison,
    IsMissing,
    /// `is`, `in`, `matches`, `has` on an attribute.
    Attribute,
    /// `true`, `false`, or a parameter that is one of them.
    Constant,
    /// A named condition; its tree is the only child.
    Named,
    /// `in top 3 by …`; what it is ranked by stands on the left, and what is asked of the ranked is a child.
    Ranking,
    /// Every object of a pool has a known value.
    AllKnown,
}

/// A value and what it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operand {
    pub text: String,
    pub value: Value,
    pub parts: Vec<Operand>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// For people; the only place where a quotient is rounded.
    pub display: String,
    pub kind: ValueKind,
    /// Exact: an integer in the kind's unit, or `numerator/denominator`, or the text itself.
    pub raw: Raw,
    pub missing: Option<Missing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// `raw` in micros.
    Money,
    /// `raw` as a share: 1/50 is 2%.
    Percent,
    Ratio,
    Count,
    /// `raw` in seconds.
    Duration,
    /// `raw` as `2026-03-04`.
    Date,
    Text,
    Bool,
    Enum,
    List,
    /// A quotient over zero with a numerator above it, where the rule says `else infinite`.
    Infinite,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Raw {
    Integer(i64),
    Text(String),
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    pub reason: MissingReason,
    /// In a person's words.
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowExplanation {
    /// As written.
    pub text: String,
    /// Day grain: the first and last day. Hour grain: the first and last instant. `None` when it could not be placed.
    pub from: Option<Bound>,
    pub to: Option<Bound>,
    pub grain: Grain,
    pub lag_days: u32,
    pub metrics: Vec<Metric>,
    pub missing: Option<Missing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    Day,
    Hour,
}

/// A bound of a window: a day of the account's calendar, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    Instant(Timestamp),
    Day(civil::Date),
}

impl Node {
    /// Every comparison, membership and test below this node, left to right.
    pub fn leaves(&self) -> Vec<&Node> {
        let mut found = Vec::new();
        let mut waiting = vec![self];
        while let Some(node) = waiting.pop() {
            if node.children.is_empty() {
                found.push(node);
            }
            waiting.extend(node.children.iter().rev());
        }
        found
    }
}
