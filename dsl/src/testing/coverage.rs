//! Which comparisons of a rule were ever true, false and unknown.
//!
//! A comparison counts where its turn came: the object in scope, every earlier branch false. The walk follows the typed
//! tree and the explanation's tree together, which have the same shape.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::evaluate::Truth;
use crate::explanation::{Explanation, Node};
use crate::rule::Rule;
use crate::span::Span;
use crate::typed::{Condition, ConditionNode, Expression};

/// What the tests of one text saw of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCoverage {
    pub rule: String,
    /// How many tests of it ran.
    pub tests: usize,
    /// In the order of the text.
    pub comparisons: Vec<ComparisonCoverage>,
}

/// One comparison, membership or pattern, and how often it came out how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparisonCoverage {
    /// In the text that was checked.
    pub span: Span,
    pub text: String,
    #[serde(rename = "true")]
    pub was_true: u32,
    #[serde(rename = "false")]
    pub was_false: u32,
    pub unknown: u32,
}

impl RuleCoverage {
    /// The comparisons that were both true and false.
    #[must_use]
    pub fn both_ways(&self) -> usize {
        self.comparisons
            .iter()
            .filter(|found| found.was_true > 0 && found.was_false > 0)
            .count()
    }
}

/// Collects over the ticks of all tests of one rule.
pub(super) struct Collector {
    rule: Rule,
    tests: usize,
    seen: BTreeMap<Span, [u32; 3]>,
}

impl Collector {
    pub(super) fn of(rule: &Rule) -> Self {
        let mut seen = BTreeMap::new();
        let body = &rule.body;
        let conditions = body
            .scope_condition
            .iter()
            .chain(
                body.branches
                    .iter()
                    .filter_map(|branch| branch.condition.as_ref()),
            )
            .chain(&body.release.when);
        for condition in conditions {
            leaves(rule, condition, &mut |span| {
                seen.entry(span).or_insert([0; 3]);
            });
        }
        Self {
            rule: rule.clone(),
            tests: 0,
            seen,
        }
    }

    pub(super) fn is_of(&self, rule: &Rule) -> bool {
        self.rule.name() == rule.name()
    }

    pub(super) fn count_test(&mut self) {
        self.tests = self.tests.saturating_add(1);
    }

    /// One evaluation of one object.
    pub(super) fn note(&mut self, explanation: &Explanation) {
        let rule = self.rule.clone();
        if let (Some(condition), Some(node)) = (&rule.body.scope_condition, &explanation.scope) {
            self.walk(&rule, condition, node);
            if node.truth != Truth::True {
                return;
            }
        }
        for (branch, found) in rule.body.branches.iter().zip(&explanation.branches) {
            if let (Some(condition), Some(node)) = (&branch.condition, &found.condition) {
                self.walk(&rule, condition, node);
            }
            if found.truth != Truth::False {
                return;
            }
        }
    }

    /// One look at whether what is held on an object is released.
    pub(super) fn note_release(&mut self, explanation: &Explanation) {
        let rule = self.rule.clone();
        if let (Some(condition), Some(found)) = (&rule.body.release.when, &explanation.release) {
            self.walk(&rule, condition, &found.condition);
        }
    }

    fn walk(&mut self, rule: &Rule, condition: &Condition, node: &Node) {
        match &condition.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => {
                for (part, child) in parts.iter().zip(&node.children) {
                    self.walk(rule, part, child);
                }
            }
            ConditionNode::Not(inner) => {
                if let Some(child) = node.children.first() {
                    self.walk(rule, inner, child);
                }
            }
            ConditionNode::Let(index) => {
                if let (Some(Expression::Condition(inner)), Some(child)) = (
                    rule.body.lets.get(*index).map(|found| &found.value),
                    node.children.first(),
                ) {
                    self.walk(rule, inner, child);
                }
            }
            ConditionNode::AllKnown { .. } => {}
            _ => {
                let counts = self.seen.entry(condition.span).or_insert([0; 3]);
                let slot = match node.truth {
                    Truth::True => 0,
                    Truth::False => 1,
                    Truth::Unknown => 2,
                };
                if let Some(count) = counts.get_mut(slot) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    pub(super) fn finish(self) -> RuleCoverage {
        let body = &self.rule.body;
        let comparisons = self
            .seen
            .iter()
            .map(|(span, [was_true, was_false, unknown])| ComparisonCoverage {
                span: Span::new(
                    span.start.saturating_add(body.start),
                    span.end.saturating_add(body.start),
                ),
                text: crate::display::one_line(span.of(&body.text)),
                was_true: *was_true,
                was_false: *was_false,
                unknown: *unknown,
            })
            .collect();
        RuleCoverage {
            rule: self.rule.name().to_owned(),
            tests: self.tests,
            comparisons,
        }
    }
}

/// Every comparison below a condition, named conditions followed.
fn leaves(rule: &Rule, condition: &Condition, note: &mut impl FnMut(Span)) {
    // A stack of one's own: a chain of named conditions may be long.
    let mut waiting = vec![condition];
    while let Some(condition) = waiting.pop() {
        match &condition.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => waiting.extend(parts),
            ConditionNode::Not(inner) => waiting.push(inner),
            // What a move needs of everybody is nothing that the rule compares.
            ConditionNode::AllKnown { .. } => {}
            ConditionNode::Let(index) => {
                if let Some(Expression::Condition(inner)) =
                    rule.body.lets.get(*index).map(|found| &found.value)
                {
                    waiting.push(inner);
                }
            }
            ConditionNode::Constant(_) | ConditionNode::Parameter { .. } => {}
            _ => note(condition.span),
        }
    }
}
