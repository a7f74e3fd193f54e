//! The tree of values behind a decision, in the shape that pages read.
//!
//! The language crate writes it, the ledger stores it, and it is sent as stored: these types read the stored JSON, so that
//! what is sent is what the document promises.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::problem::Problem;

/// Whether a condition held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    True,
    False,
    Unknown,
}

/// Everything that led to the verdict on one object at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Explanation {
    /// The version of what computed it; 0 where that was not recorded.
    #[serde(default)]
    #[schema(value_type = i64, example = 1)]
    evaluator: u32,
    at: Timestamp,
    data_until: Option<Timestamp>,
    /// The rule's `where`; null without one.
    scope: Option<Node>,
    lets: Vec<LetValue>,
    branches: Vec<ExplainedBranch>,
    windows: Vec<ExplainedWindow>,
    /// `release when`: whether what the rule holds on the object ends; null for a rule without it.
    #[serde(default)]
    release: Option<ExplainedRelease>,
}

/// Whether what a rule holds ends. Unknown keeps holding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExplainedRelease {
    condition: Node,
    /// One plain sentence.
    reason: String,
}

impl Explanation {
    /// Of a tree that was just made.
    pub fn of(explained: &dsl::Explanation) -> Result<Self, Problem> {
        serde_json::to_value(explained)
            .and_then(serde_json::from_value)
            .map_err(|error| {
                tracing::error!(%error, "an explanation cannot be shown");
                Problem::internal()
            })
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LetValue {
    name: String,
    /// The expression as written.
    text: String,
    value: ExplainedValue,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExplainedBranch {
    truth: Truth,
    /// Null for an unconditional branch.
    condition: Option<Node>,
    /// As written: `2 checks`.
    lasting: Option<String>,
    actions: Vec<String>,
    /// What each script of a branch that acts returned, with what it was handed.
    #[serde(default)]
    returned: Vec<Operand>,
    /// One plain sentence.
    reason: String,
}

/// A condition and how it came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Node {
    #[schema(example = "comparison")]
    kind: String,
    text: String,
    truth: Truth,
    missing: Option<Missing>,
    left: Option<Operand>,
    op: Option<String>,
    right: Option<Operand>,
    /// How far the left side is from the right: `$15.00 above`.
    distance: Option<String>,
    #[schema(no_recursion)]
    children: Vec<Node>,
}

/// A value and what it was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Operand {
    text: String,
    value: ExplainedValue,
    #[schema(no_recursion)]
    parts: Vec<Operand>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExplainedValue {
    /// For people.
    display: String,
    #[schema(example = "money")]
    kind: String,
    /// Exact: an integer in the kind's unit, `numerator/denominator`, or the text itself.
    raw: Option<Raw>,
    missing: Option<Missing>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Raw {
    Integer(i64),
    Text(String),
}

/// Why a value is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Missing {
    reason: String,
    detail: String,
}

/// A window as it was placed on the account's calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExplainedWindow {
    text: String,
    /// Day grain: the first day. Hour grain: the first instant. Null when it could not be placed.
    from: Option<String>,
    to: Option<String>,
    grain: WindowGrain,
    lag_days: u32,
    metrics: Vec<String>,
    #[serde(default)]
    missing: Option<Missing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WindowGrain {
    Day,
    Hour,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(display: &str, raw: dsl::Raw, missing: Option<dsl::Missing>) -> dsl::Value {
        dsl::Value {
            display: display.to_owned(),
            kind: dsl::ValueKind::Money,
            raw,
            missing,
        }
    }

    #[test]
    fn what_the_language_explains_is_sent_whole() {
        let missing = dsl::Missing {
            reason: dsl::MissingReason::NoSync,
            detail: "never synced".to_owned(),
        };
        let operand = |raw, missing| dsl::Operand {
            text: "spend".to_owned(),
            value: value("$60.00", raw, missing),
            parts: vec![dsl::Operand {
                text: "part".to_owned(),
                value: value("", dsl::Raw::Text("3/7".to_owned()), None),
                parts: Vec::new(),
            }],
        };
        let leaf = dsl::Node {
            kind: dsl::NodeKind::Comparison,
            text: "spend > $45".to_owned(),
            truth: dsl::Truth::Unknown,
            missing: Some(missing.clone()),
            left: Some(operand(dsl::Raw::Integer(60_000_000), None)),
            op: Some(">".to_owned()),
            right: Some(operand(dsl::Raw::Nothing, Some(missing.clone()))),
            distance: Some("$15.00 above".to_owned()),
            children: Vec::new(),
        };
        let tree = dsl::Node {
            kind: dsl::NodeKind::And,
            children: vec![leaf.clone()],
            ..leaf.clone()
        };
        let window = |from, missing| dsl::WindowExplanation {
            text: "last 3 days".to_owned(),
            from,
            to: Some(dsl::Bound::Instant(Timestamp::UNIX_EPOCH)),
            grain: dsl::Grain::Day,
            lag_days: 2,
            metrics: vec![dsl::Metric::Spend],
            missing,
        };
        let explained = dsl::Explanation {
            evaluator: dsl::EVALUATOR,
            at: Timestamp::UNIX_EPOCH,
            data_until: None,
            scope: Some(tree.clone()),
            lets: vec![dsl::LetValue {
                name: "cpa".to_owned(),
                text: "spend / conversions".to_owned(),
                value: value("$1.00", dsl::Raw::Integer(1), None),
            }],
            branches: vec![dsl::BranchExplanation {
                truth: dsl::Truth::True,
                condition: Some(tree),
                lasting: Some("2 checks".to_owned()),
                actions: vec!["pause".to_owned(), "run script trim(spend)".to_owned()],
                returned: vec![operand(dsl::Raw::Text("pause".to_owned()), None)],
                reason: "spend is high".to_owned(),
            }],
            windows: vec![
                window(
                    Some(dsl::Bound::Day(jiff::civil::Date::constant(2026, 11, 14))),
                    None,
                ),
                window(None, Some(missing)),
            ],
            release: Some(dsl::ReleaseExplanation {
                condition: leaf.clone(),
                reason: "spend is high".to_owned(),
            }),
        };
        let stored = serde_json::to_value(&explained).unwrap();
        let read: Explanation = serde_json::from_value(stored.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), stored);
    }
}
