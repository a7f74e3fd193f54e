//! Warnings: what is allowed and probably not meant.

use std::collections::BTreeSet;

use crate::check::names::Scope;
use crate::diagnostics::Diagnostic;
use crate::registry::Attribute;
use crate::rule::ActionKind;
use crate::span::Span;
use crate::typed::{
    Comparison, Condition, ConditionNode, Expression, Literal, Number, NumberNode, Operator, RuleBody,
};

pub(super) fn advise(scope: &mut Scope<'_>, body: &RuleBody) {
    unused(scope);
    for branch in &body.branches {
        let writes = branch
            .actions
            .iter()
            .any(|action| action.kind != ActionKind::Notify);
        if let Some(condition) = branch.condition.as_ref().filter(|_| writes) {
            volume(scope, condition);
        }
    }
}

fn unused(scope: &mut Scope<'_>) {
    let mut found = Vec::new();
    for (index, param) in scope.params.iter().enumerate() {
        if !scope.used_params.contains(&index) {
            found.push((
                param.span,
                format!("the parameter `{}` is never used", param.name),
            ));
        }
    }
    for ((index, declared), span) in scope.lets.iter().enumerate().zip(&scope.let_spans) {
        if !scope.used_lets.contains(&index) {
            found.push((*span, format!("the value `{}` is never used", declared.name)));
        }
    }
    for (span, message) in found {
        scope.say(Diagnostic::new("W0510", span, message).help("remove it, or use it"));
    }
}

/// A quotient judged without any minimum of what it is made of.
fn volume(scope: &mut Scope<'_>, condition: &Condition) {
    if let Some((span, name)) = thin(scope, condition, false) {
        let span = scope.absolute(span);
        let name = name.unwrap_or_else(|| scope.source(span));
        scope.say(
            Diagnostic::new("W0506", span, format!("`{name}` is judged however little there is to judge it by"))
                .help("one click or one conversion can make it any number; add a minimum such as `and spend > $100` or `and clicks >= 50`"),
        );
    }
}

/// The first quotient compared where no neighbour asks for volume.
fn thin(scope: &Scope<'_>, condition: &Condition, has_volume: bool) -> Option<(Span, Option<String>)> {
    match &condition.node {
        ConditionNode::And(parts) => {
            let has_volume = has_volume || parts.iter().any(|part| asks_for_volume(scope, part));
            parts.iter().find_map(|part| thin(scope, part, has_volume))
        }
        ConditionNode::Or(parts) => parts.iter().find_map(|part| thin(scope, part, has_volume)),
        ConditionNode::Not(inner) => thin(scope, inner, has_volume),
        ConditionNode::Let(index) => match scope.lets.get(*index).map(|found| &found.value) {
            Some(Expression::Condition(inner)) => thin(scope, inner, has_volume),
            _ => None,
        },
        ConditionNode::Compare { left, right, .. } if !has_volume => {
            quotient(scope, left).or_else(|| quotient(scope, right))
        }
        _ => None,
    }
}

fn asks_for_volume(scope: &Scope<'_>, condition: &Condition) -> bool {
    match &condition.node {
        ConditionNode::Compare {
            operator,
            left,
            right,
        } => {
            let enough = |metric: &Number, operator: Comparison, least: &Number| {
                matches!(scope.behind(metric).node, NumberNode::Metric { .. })
                    && matches!(operator, Comparison::Greater | Comparison::AtLeast)
                    && positive(scope, least)
            };
            enough(left, *operator, right) || enough(right, operator.mirrored(), left)
        }
        ConditionNode::And(parts) => parts.iter().any(|part| asks_for_volume(scope, part)),
        ConditionNode::Or(parts) => parts.iter().all(|part| asks_for_volume(scope, part)),
        ConditionNode::Let(index) => match scope.lets.get(*index).map(|found| &found.value) {
            Some(Expression::Condition(inner)) => asks_for_volume(scope, inner),
            _ => false,
        },
        _ => false,
    }
}

/// A minimum worth the name: above zero, or made of something that is.
fn positive(scope: &Scope<'_>, number: &Number) -> bool {
    match &scope.behind(number).node {
        NumberNode::Constant(value) => value.is_positive(),
        NumberNode::Amounts(amounts) => amounts.iter().all(|(_, micros)| *micros > 0),
        NumberNode::Parameter(index) => match scope.params.get(*index).map(|param| &param.typed.default) {
            Some(Literal::Number(value)) => value.is_positive(),
            Some(Literal::Money(amounts)) => amounts.iter().all(|(_, micros)| *micros > 0),
            _ => false,
        },
        NumberNode::Product(factors) => factors.iter().all(|(_, factor)| positive(scope, factor)),
        NumberNode::Attribute(Attribute::Budget) => true,
        _ => false,
    }
}

fn quotient(scope: &Scope<'_>, number: &Number) -> Option<(Span, Option<String>)> {
    let mut found = None;
    let mut seen = BTreeSet::new();
    let mut waiting = vec![number];
    while let Some(next) = waiting.pop() {
        next.walk(&mut |part| match &part.node {
            NumberNode::Derived { metric, .. } => {
                found = found.take().or(Some((number.span, Some(metric.to_string()))))
            }
            NumberNode::Own { metric, .. } if metric.divides() => {
                found = found.take().or(Some((number.span, Some(metric.name.clone()))));
            }
            NumberNode::Change { .. } => found = found.take().or(Some((number.span, None))),
            NumberNode::Product(factors) => {
                let by_metric = factors.iter().any(|(operator, factor)| {
                    *operator == Operator::Over
                        && matches!(scope.behind(factor).node, NumberNode::Metric { .. })
                });
                if by_metric {
                    found = found.take().or(Some((number.span, None)));
                }
            }
            NumberNode::Let(index) => {
                if let Some(Expression::Number(value)) = scope.lets.get(*index).map(|found| &found.value)
                    && seen.insert(*index)
                {
                    waiting.push(value);
                }
            }
            _ => {}
        });
    }
    found
}
