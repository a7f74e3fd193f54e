//! `release`: what ends what a rule holds, and whether it ever can.

use std::cmp::Ordering;

use crate::check::clauses;
use crate::check::names::Scope;
use crate::check::structure::first;
use crate::diagnostics::Diagnostic;
use crate::rational::Rational;
use crate::rule::ActionKind;
use crate::span::Span;
use crate::syntax::tree::{Clause, Item, ReleaseClause};
use crate::typed::{
    Action, Condition, ConditionNode, Expression, Fallback, Missable, Number, NumberNode, Operator, Release,
    RuleBody, Sign, TypedBranch,
};
use crate::window::WindowBase;

/// Reads the `release` clauses of a rule.
pub(super) fn release(scope: &mut Scope<'_>, item: &Item, branches: &[TypedBranch]) -> Release {
    let clause = |wanted: fn(&ReleaseClause) -> bool| {
        first(item, move |clause| match clause {
            Clause::Release(found) if wanted(found) => Some(found),
            _ => None,
        })
    };
    let when = clause(|found| matches!(found, ReleaseClause::When(_)));
    let after = clause(|found| matches!(found, ReleaseClause::After(_)));
    let without = clause(|found| matches!(found, ReleaseClause::WithoutApproval));
    let release = Release {
        when: when.and_then(|(found, _)| match found {
            ReleaseClause::When(condition) => scope.condition(condition),
            _ => None,
        }),
        after: after.and_then(|(found, _)| match found {
            ReleaseClause::After(duration) => {
                clauses::positive(duration, "a release comes after some time", scope.diagnostics)
            }
            _ => None,
        }),
        without_approval: without.is_some(),
    };
    let mut actions = branches.iter().flat_map(|branch| &branch.actions);
    let changes = actions.clone().any(Action::can_change);
    if let (Some((_, span)), false, false) = (when.or(after).or(without), changes, branches.is_empty()) {
        scope.say(
            Diagnostic::new("E0512", span, "there is nothing to release: the rule only tells")
                .help("remove it; `release` gives back what `pause`, `resume` or a change of the budget did"),
        );
    } else if let (Some((_, span)), None, false) = (without, when.or(after), branches.is_empty())
        && !actions.any(|action| action.until.is_some())
    {
        scope.say(
            Diagnostic::new(
                "E0512",
                span,
                "nothing says when what the rule changed is given back",
            )
            .help("write `release when …`, `release after 7 days`, or an action such as `pause until 06:00`"),
        );
    }
    release
}

/// A release that waits for numbers which the pause itself keeps from coming.
pub(super) fn starves(scope: &mut Scope<'_>, item: &Item, body: &RuleBody) {
    let Some(condition) = body
        .release
        .when
        .as_ref()
        .filter(|_| body.release.after.is_none())
    else {
        return;
    };
    let pause = body
        .branches
        .iter()
        .flat_map(|branch| &branch.actions)
        .find(|action| action.can(&[ActionKind::Pause]) && action.until.is_none());
    let Some(pause) = pause else {
        return;
    };
    let later = Later { scope: &*scope };
    if later.condition(condition).0 {
        return;
    }
    let clause = first(item, |clause| match clause {
        Clause::Release(found @ ReleaseClause::When(_)) => Some(found),
        _ => None,
    });
    let Some((_, span)) = clause else {
        return;
    };
    let (asked, paused) = (
        scope.source(scope.absolute(condition.span)),
        scope.absolute(pause.span),
    );
    let end = Span::new(span.end, span.end);
    scope.say(
        Diagnostic::new(
            "E0513",
            span,
            format!("`{asked}` waits for delivery, which the pause itself stops"),
        )
        .help("let it go after some time as well, or ask for something that a pause does not stop, such as `cpa of siblings`")
        .label(paused, "stops the delivery")
        .safe_fix("add `release after 7 days`", end, "\n  release after 7 days"),
    );
}

/// What a rule's values come to once a paused campaign has delivered nothing for as long as every window reaches back.
struct Later<'s, 'a> {
    scope: &'s Scope<'a>,
}

/// Whether something can be true, and whether it can be false.
type Could = (bool, bool);

/// A number then.
#[derive(Clone, Debug)]
enum Then {
    Is(Rational),
    Undefined,
    /// It depends on more than the campaign's own delivery.
    Any,
}

impl Later<'_, '_> {
    /// Whether the condition can be true, and whether it can be false.
    fn condition(&self, condition: &Condition) -> Could {
        let all = |parts: &[Condition], whole: fn(Could, Could) -> Could, start| {
            parts.iter().map(|part| self.condition(part)).fold(start, whole)
        };
        match &condition.node {
            ConditionNode::And(parts) => all(
                parts,
                |one, other| (one.0 && other.0, one.1 || other.1),
                (true, false),
            ),
            ConditionNode::Or(parts) => all(
                parts,
                |one, other| (one.0 || other.0, one.1 && other.1),
                (false, true),
            ),
            ConditionNode::Not(inner) => {
                let (is_true, is_false) = self.condition(inner);
                (is_false, is_true)
            }
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => match (self.number(left), self.number(right)) {
                (Then::Is(left), Then::Is(right)) => {
                    let holds = operator.holds(left.cmp(&right));
                    (holds, !holds)
                }
                (Then::Undefined, _) | (_, Then::Undefined) => (false, false),
                _ => (true, true),
            },
            ConditionNode::IsMissing {
                of: Missable::Number(number),
                negated,
            } => match self.number(number) {
                Then::Is(_) => (*negated, !*negated),
                Then::Undefined => (!*negated, *negated),
                Then::Any => (true, true),
            },
            ConditionNode::Constant(value) => (*value, !*value),
            ConditionNode::Let(index) => match self.scope.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Condition(inner)) => self.condition(inner),
                _ => (true, true),
            },
            ConditionNode::Ranked(ranking) if matches!(self.number(&ranking.by), Then::Undefined) => {
                (false, false)
            }
            _ => (true, true),
        }
    }

    fn number(&self, number: &Number) -> Then {
        match &number.node {
            NumberNode::Constant(value) => Then::Is(value.clone()),
            // Amounts of several currencies stand on the same side of zero.
            NumberNode::Amounts(amounts) => amounts
                .first()
                .map_or(Then::Any, |(_, micros)| Then::Is(Rational::integer(*micros))),
            NumberNode::Metric { window, .. } | NumberNode::Part { window, .. } => {
                let base = self.scope.windows.get(*window).map(|entry| entry.window.base);
                match base {
                    // What was before the pause stays in it.
                    None | Some(WindowBase::Lifetime) => Then::Any,
                    Some(_) => Then::Is(Rational::zero()),
                }
            }
            NumberNode::Derived { over, under, .. } => divided(self.number(over), self.number(under)),
            NumberNode::Own { value, .. } => self.number(value),
            NumberNode::Sum(terms) => terms
                .iter()
                .fold(Then::Is(Rational::zero()), |sum, (sign, term)| {
                    both(sum, self.number(term), |sum, term| match sign {
                        Sign::Plus => sum.plus(term),
                        Sign::Minus => sum.minus(term),
                    })
                }),
            NumberNode::Product(factors) => {
                factors
                    .iter()
                    .fold(
                        Then::Is(Rational::integer(1)),
                        |product, (operator, factor)| match operator {
                            Operator::Times => {
                                both(product, self.number(factor), |one, other| one.times(other))
                            }
                            Operator::Over => divided(product, self.number(factor)),
                        },
                    )
            }
            // Zero is zero at every rate.
            NumberNode::Converted(inner) => match self.number(inner) {
                Then::Is(value) if !value.is_zero() => Then::Any,
                found => found,
            },
            NumberNode::Negated(inner) => {
                both(Then::Is(Rational::zero()), self.number(inner), |zero, inner| {
                    zero.minus(inner)
                })
            }
            NumberNode::Else { value, fallback } => match (self.number(value), fallback) {
                (Then::Undefined, Fallback::Value(other)) => self.number(other),
                // Nothing over nothing is not infinite.
                (found, _) => found,
            },
            NumberNode::Change { now, before } => {
                let before = self.number(before);
                match before.sign() {
                    Some(Ordering::Greater) => divided(
                        both(self.number(now), before.clone(), |now, before| now.minus(before)),
                        before,
                    ),
                    Some(_) => Then::Undefined,
                    None => before,
                }
            }
            NumberNode::Usual { weeks, .. } => {
                let same =
                    weeks
                        .iter()
                        .map(|week| self.number(week))
                        .reduce(|one, other| match (&one, &other) {
                            (Then::Is(left), Then::Is(right)) if left == right => one,
                            (Then::Undefined, Then::Undefined) => one,
                            _ => Then::Any,
                        });
                same.unwrap_or(Then::Any)
            }
            NumberNode::Let(index) => match self.scope.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Number(inner)) => self.number(inner),
                _ => Then::Any,
            },
            _ => Then::Any,
        }
    }
}

impl Then {
    fn sign(&self) -> Option<Ordering> {
        match self {
            Self::Is(value) => Some(value.cmp(&Rational::zero())),
            _ => None,
        }
    }
}

fn both(left: Then, right: Then, compute: impl Fn(&Rational, &Rational) -> Rational) -> Then {
    match (left, right) {
        (Then::Is(left), Then::Is(right)) => Then::Is(compute(&left, &right)),
        (Then::Undefined, _) | (_, Then::Undefined) => Then::Undefined,
        _ => Then::Any,
    }
}

fn divided(over: Then, under: Then) -> Then {
    match (over, under) {
        (Then::Is(over), Then::Is(under)) => over.over(&under).map_or(Then::Undefined, Then::Is),
        (_, Then::Is(under)) if !under.is_positive() => Then::Undefined,
        (Then::Undefined, _) | (_, Then::Undefined) => Then::Undefined,
        _ => Then::Any,
    }
}
