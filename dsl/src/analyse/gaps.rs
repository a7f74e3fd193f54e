//! The value between two conditions that neither of them takes: above $45 one way, below $45 the other, and nobody at $45.

use super::conditions::{Ask, Reader};
use super::finding::{Answer, Finding, Spot};
use super::pairs::Pairs;
use super::search::Goal;
use super::steps::spot;
use crate::bind::BoundRule;
use crate::display::one_line;
use crate::evaluate::Truth;
use crate::typed::{Action, Comparison, Condition, ConditionNode, Number, TypedBranch};

/// A strict comparison that a condition asks for, its smaller side first.
struct Edge<'a> {
    at: &'a Condition,
    smaller: String,
    greater: String,
}

impl<'a> Pairs<'a> {
    /// Values that lie exactly between two conditions of one or of two rules.
    pub(super) fn gaps(&self, one: &'a BoundRule, other: &'a BoundRule) -> Vec<Finding> {
        let same = std::ptr::eq(one, other);
        let mut found = Vec::new();
        for (index, first) in one.rule.body.branches.iter().enumerate() {
            for (place, second) in other.rule.body.branches.iter().enumerate() {
                if same && place <= index || !writes(first) || !writes(second) {
                    continue;
                }
                if let (Some(own), Some(their)) = (&first.condition, &second.condition) {
                    found.extend(self.between_edges(one, own, other, their));
                }
            }
        }
        found
    }

    fn between_edges(
        &self,
        one: &'a BoundRule,
        own: &'a Condition,
        other: &'a BoundRule,
        their: &'a Condition,
    ) -> Option<Finding> {
        let edges = edges(one, own);
        let (left, right) = edges.iter().find_map(|left| {
            self::edges(other, their)
                .into_iter()
                .find(|right| left.smaller == right.greater && left.greater == right.smaller)
                .map(|right| (left, right))
        })?;
        let (mine, theirs) = (level(own, left.at), level(their, right.at));
        let rules = [one, other];
        let maker = self.maker(&rules);
        maker.ticks().next()?;
        let (reader, second) = (Reader::bound(one, self.world), Reader::bound(other, self.world));
        let goals = vec![
            Goal::Condition(reader, &mine, Ask::True),
            Goal::Condition(second, &theirs, Ask::True),
            Goal::Condition(reader, own, Ask::False),
            Goal::Condition(second, their, Ask::False),
        ]
        .into_iter()
        .chain(scopes(one, reader))
        .chain(scopes(other, second))
        .collect();
        let answer = self.sought(goals, &maker, &[], &|example| {
            let moment = example.moment();
            rules.iter().all(|rule| {
                let verdicts = rule.evaluate(example, &moment);
                verdicts.scope.first() == Some(&Truth::True) && verdicts.turn(0).is_none()
            })
        })?;
        let Answer::CounterExample(example) = answer else {
            return None;
        };
        let (left, right): (Spot, Spot) = (spot(one, left.at.span), spot(other, right.at.span));
        let between = format!("`{}` and `{}`", left.text, right.text);
        Some(Finding {
            code: "W0804",
            message: format!("exactly between {between} nothing happens"),
            help: format!(
                "for example a campaign with {}; write `>=` or `<=` in one of the two",
                example.in_words()
            ),
            spots: vec![left, right],
            answer: Answer::CounterExample(example),
        })
    }
}

fn writes(branch: &TypedBranch) -> bool {
    branch.actions.iter().any(Action::can_change)
}

fn scopes<'a>(rule: &'a BoundRule, reader: Reader<'a>) -> impl Iterator<Item = Goal<'a>> {
    rule.rule
        .body
        .scope_condition
        .iter()
        .map(move |scope| Goal::Condition(reader, scope, Ask::True))
}

/// The strict comparisons that the condition needs, those below `or` and `not` left out.
fn edges<'a>(rule: &BoundRule, condition: &'a Condition) -> Vec<Edge<'a>> {
    let written = |number: &Number| one_line(number.span.of(&rule.rule.body.text));
    let mut found = Vec::new();
    let mut waiting = vec![condition];
    while let Some(next) = waiting.pop() {
        match &next.node {
            ConditionNode::And(parts) => waiting.extend(parts),
            ConditionNode::Compare {
                operator: Comparison::Less,
                left,
                right,
            } => found.push(Edge {
                at: next,
                smaller: written(left),
                greater: written(right),
            }),
            ConditionNode::Compare {
                operator: Comparison::Greater,
                left,
                right,
            } => found.push(Edge {
                at: next,
                smaller: written(right),
                greater: written(left),
            }),
            _ => {}
        }
    }
    found
}

/// The condition with this comparison asking for equal sides.
fn level(condition: &Condition, at: &Condition) -> Condition {
    let node = match &condition.node {
        ConditionNode::And(parts) => ConditionNode::And(parts.iter().map(|part| level(part, at)).collect()),
        ConditionNode::Compare { left, right, .. } if condition.span == at.span => ConditionNode::Compare {
            operator: Comparison::Equal,
            left: left.clone(),
            right: right.clone(),
        },
        other => other.clone(),
    };
    Condition {
        span: condition.span,
        node,
    }
}
