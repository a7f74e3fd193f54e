//! Warnings: what is allowed and probably not meant.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::check::names::Scope;
use crate::diagnostics::Diagnostic;
use crate::history::Asked;
use crate::registry::Attribute;
use crate::rule::ActionKind;
use crate::span::Span;
use crate::typed::{
    Action, Comparison, Condition, ConditionNode, Expression, Literal, Number, NumberNode, Operator,
    RuleBody, TypedBranch,
};
use crate::window::{Window, WindowBase};

pub(super) fn advise(scope: &mut Scope<'_>, body: &RuleBody) {
    unused(scope);
    for branch in &body.branches {
        let writes = branch.actions.iter().any(Action::can_change);
        if let Some(condition) = branch.condition.as_ref().filter(|_| writes) {
            volume(scope, condition);
        }
        dropped(scope, branch);
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

/// A quotient judged without any minimum of what it is made of, or with one from another stretch of time.
fn volume(scope: &mut Scope<'_>, condition: &Condition) {
    let Some(thin) = thin(scope, condition, &[]) else {
        return;
    };
    let span = scope.absolute(thin.quotient.span);
    let name = thin.quotient.name.unwrap_or_else(|| scope.source(span));
    let asks_there = thin.elsewhere.as_ref().map(|elsewhere| {
        let minimum = scope.absolute(elsewhere.minimum);
        let written = scope.source(minimum);
        let metric = written
            .strip_suffix(elsewhere.window.trim_matches('`'))
            .and_then(|written| written.trim_end().strip_suffix("over"))
            .unwrap_or(&written);
        let there = format!("{} over {}", metric.trim_end(), thin.judged.trim_matches('`'));
        (minimum, format!("write `{there}`"), there)
    });
    let found = match &thin.elsewhere {
        None => Diagnostic::new("W0506", span, format!("`{name}` is judged however little there is to judge it by"))
            .help("one click or one conversion can make it any number; add a minimum such as `and spend > $100` or `and clicks >= 50`"),
        Some(elsewhere) => Diagnostic::new(
            "W0524",
            span,
            format!(
                "`{name}` is judged over {}, and the minimum that it is judged by is asked of {}",
                thin.judged, elsewhere.window
            ),
        )
        .help("there may be much in one stretch and next to nothing in the other; ask for the minimum over the same window"),
    };
    let found = match asks_there {
        Some((minimum, title, there)) => found.possible_fix(title, minimum, there),
        None => found,
    };
    scope.say_asking(found, thin.asked);
}

/// A quotient that is compared, and the windows it is made of.
struct Quotient {
    span: Span,
    /// The division itself, which may stand in a `let`.
    number: Number,
    name: Option<String>,
    /// Their places among the rule's.
    windows: Vec<usize>,
}

/// A quotient without a minimum of its own.
struct Thin {
    quotient: Quotient,
    judged: String,
    /// A minimum that is asked of another window.
    elsewhere: Option<Elsewhere>,
    /// How often there was hardly anything to judge it by.
    asked: Option<Asked>,
}

struct Elsewhere {
    /// The metric of which it is asked.
    minimum: Span,
    window: String,
}

/// A metric of which a minimum is asked, and over which window.
#[derive(Clone, Copy)]
struct Minimum {
    metric: Span,
    /// Its place among the rule's.
    window: usize,
}

/// The first quotient compared where no neighbour asks for volume over its window.
fn thin(scope: &Scope<'_>, condition: &Condition, volumes: &[Minimum]) -> Option<Thin> {
    match &condition.node {
        ConditionNode::And(parts) => {
            let asked = parts.iter().flat_map(|part| volumes_of(scope, part));
            let volumes: Vec<Minimum> = volumes.iter().copied().chain(asked).collect();
            parts.iter().find_map(|part| thin(scope, part, &volumes))
        }
        ConditionNode::Or(parts) => parts.iter().find_map(|part| thin(scope, part, volumes)),
        ConditionNode::Not(inner) => thin(scope, inner, volumes),
        ConditionNode::Let(index) => match scope.lets.get(*index).map(|found| &found.value) {
            Some(Expression::Condition(inner)) => thin(scope, inner, volumes),
            _ => None,
        },
        ConditionNode::Compare { left, right, .. } => {
            let quotient = quotient(scope, left).or_else(|| quotient(scope, right))?;
            let enough = quotient.windows.is_empty() && !volumes.is_empty()
                || quotient.windows.iter().any(|judged| {
                    volumes
                        .iter()
                        .any(|asked| is_within(scope, asked.window, *judged))
                });
            if enough {
                return None;
            }
            let named = |window: &usize| {
                let entry = scope.windows.get(*window);
                format!(
                    "`{}`",
                    entry.map_or("another window", |entry| entry.text.as_str())
                )
            };
            Some(Thin {
                judged: quotient.windows.first().map_or_else(String::new, named),
                elsewhere: volumes.first().map(|asked| Elsewhere {
                    minimum: asked.metric,
                    window: named(&asked.window),
                }),
                asked: Asked::few(condition, &quotient.number),
                quotient,
            })
        }
        _ => None,
    }
}

/// A minimum over a part of the window is one over all of it: nothing of it is below zero.
fn is_within(scope: &Scope<'_>, asked: usize, judged: usize) -> bool {
    let (Some(asks), Some(judges)) = (scope.windows.get(asked), scope.windows.get(judged)) else {
        return false;
    };
    let (asks, judges) = (asks.window, judges.window);
    if asks == judges || judges.base == WindowBase::Lifetime {
        return true;
    }
    // What a platform and an account delay moves the one window and leaves the other where it is.
    asks.is_settled() == judges.is_settled()
        && days_back(asks)
            .zip(days_back(judges))
            .is_some_and(|(asks, judges)| judges.start() <= asks.start() && asks.end() <= judges.end())
}

/// The days that a window is made of, counted back from today; `None` where that hangs on the date or on the object.
fn days_back(window: Window) -> Option<RangeInclusive<u32>> {
    if window.moved.is_some() {
        return None;
    }
    let back = u32::from(window.ending);
    match window.base {
        WindowBase::LastDays {
            days,
            including_today,
            ..
        } => {
            let newest = back.saturating_add(u32::from(!including_today));
            Some(newest..=back.saturating_add(u32::from(days)))
        }
        WindowBase::Yesterday => Some(1..=1),
        WindowBase::Today => Some(0..=0),
        _ => None,
    }
}

/// What a condition asks a minimum of.
fn volumes_of(scope: &Scope<'_>, condition: &Condition) -> Vec<Minimum> {
    match &condition.node {
        ConditionNode::Compare {
            operator,
            left,
            right,
        } => {
            let enough =
                |metric: &Number, operator: Comparison, least: &Number| match scope.behind(metric).node {
                    NumberNode::Metric { window, .. }
                        if matches!(operator, Comparison::Greater | Comparison::AtLeast)
                            && positive(scope, least) =>
                    {
                        Some(Minimum {
                            metric: metric.span,
                            window,
                        })
                    }
                    _ => None,
                };
            enough(left, *operator, right)
                .or_else(|| enough(right, operator.mirrored(), left))
                .into_iter()
                .collect()
        }
        ConditionNode::And(parts) => parts.iter().flat_map(|part| volumes_of(scope, part)).collect(),
        ConditionNode::Or(parts) => {
            let all: Vec<Vec<Minimum>> = parts.iter().map(|part| volumes_of(scope, part)).collect();
            if all.iter().any(Vec::is_empty) {
                return Vec::new();
            }
            all.into_iter().flatten().collect()
        }
        ConditionNode::Let(index) => match scope.lets.get(*index).map(|found| &found.value) {
            Some(Expression::Condition(inner)) => volumes_of(scope, inner),
            _ => Vec::new(),
        },
        _ => Vec::new(),
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

fn quotient(scope: &Scope<'_>, number: &Number) -> Option<Quotient> {
    let mut found: Option<Quotient> = None;
    let mut is_change = false;
    let mut seen = BTreeSet::new();
    let mut waiting = vec![number];
    let note = |found: &mut Option<Quotient>, part: &Number, name: Option<String>, over: Option<usize>| {
        let quotient = found.get_or_insert_with(|| Quotient {
            span: number.span,
            number: part.clone(),
            name,
            windows: Vec::new(),
        });
        quotient.windows.extend(over);
    };
    while let Some(next) = waiting.pop() {
        next.walk(&mut |part| match &part.node {
            NumberNode::Derived { metric, under, .. } => {
                let over = match under.node {
                    NumberNode::Metric { window: over, .. } => Some(over),
                    _ => None,
                };
                note(&mut found, part, Some(metric.to_string()), over);
            }
            NumberNode::Own { metric, .. } if metric.divides() => {
                note(&mut found, part, Some(metric.name.clone()), None);
            }
            NumberNode::Change { .. } => {
                is_change = true;
                note(&mut found, part, None, None);
            }
            NumberNode::Product(factors) => {
                for (operator, factor) in factors {
                    if let (Operator::Over, NumberNode::Metric { window: over, .. }) =
                        (operator, &scope.behind(factor).node)
                    {
                        note(&mut found, part, None, Some(*over));
                    }
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
    // A change has two windows, and any minimum will do.
    if is_change && let Some(quotient) = &mut found {
        quotient.windows.clear();
    }
    found
}

/// A change in a branch that pauses as well: a pause on an object drops its raises.
fn dropped(scope: &mut Scope<'_>, branch: &TypedBranch) {
    let pause = branch
        .actions
        .iter()
        .find(|action| action.kind == ActionKind::Pause);
    let raise = branch
        .actions
        .iter()
        .find(|action| matches!(action.kind, ActionKind::Increase | ActionKind::Resume));
    if let (Some(pause), Some(raise)) = (pause, raise) {
        // Up to where the next action begins, or from where the one before it ends.
        let rest = match branch.actions.iter().position(|action| action.span == raise.span) {
            Some(0) => branch
                .actions
                .get(1)
                .map(|next| Span::new(raise.span.start, next.span.start)),
            Some(index) => branch
                .actions
                .get(index.saturating_sub(1))
                .map(|before| Span::new(before.span.end, raise.span.end)),
            None => None,
        };
        let rest = rest.map(|rest| scope.absolute(rest));
        let (pause, raise) = (scope.absolute(pause.span), scope.absolute(raise.span));
        let written = scope.source(raise);
        let mut found = Diagnostic::new(
            "W0525",
            raise,
            format!("`{written}` never happens: the same branch pauses"),
        )
        .help("what is paused is not raised or resumed in the same run; give it a branch of its own")
        .label(pause, "wins");
        if let Some(rest) = rest {
            found = found.possible_fix(format!("remove `{written}`"), rest, "");
        }
        scope.say(found);
    }
}
