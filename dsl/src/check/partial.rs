//! Every division that can meet a zero is answered for: by a condition that rules the zero out, by `else`, or by `is missing`.
//!
//! The facts of a condition are those that hold wherever it is true (or false). Within `and` each part may rely on all others,
//! in any order: where another part is not true, the whole is not true either, whatever this part comes to.

use crate::check::names::Scope;
use crate::check::unanswered::describe;
use crate::history::Asked;
use crate::registry::{Attribution, DerivedMetric, Metric};
use crate::span::Span;
use crate::typed::{
    ActionDetail, Comparison, Condition, ConditionNode, Counted, Expression, Fallback, Group, Literal,
    Missable, Number, NumberNode, Operator, ScriptArgument, Sign, TypedBranch,
};

/// A quotient that has a name, its results within an attribution window where one is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Quotient {
    Platforms(DerivedMetric, Option<Attribution>),
    Own(String, Option<Attribution>),
}

impl Quotient {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Platforms(metric, _) => metric.as_str(),
            Self::Own(name, _) => name,
        }
    }
}

/// Something known to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fact {
    /// The sum of the metric over this window is above zero, the object's own or a group's.
    Positive(Metric, usize, Option<Group>),
    /// The quotient over this window is not missing.
    Present(Quotient, usize, Option<Group>),
}

/// One finding is given for each quotient and window; anonymous quotients by their place.
type Told = (Option<Quotient>, Option<Sum>, Span);

/// A metric over a window, the object's own or a group's.
pub(super) type Sum = (Metric, usize, Option<Group>);

fn sum_of(number: &Number) -> Option<Sum> {
    match number.node {
        NumberNode::Metric { metric, window } => Some((metric, window, None)),
        NumberNode::Total {
            metric,
            window,
            group,
        } => Some((metric, window, Some(group))),
        _ => None,
    }
}

/// The window and group of the first sum that a number is made of.
fn first_sum(number: &Number) -> Option<Sum> {
    let mut found = None;
    number.walk(&mut |part| found = found.or_else(|| sum_of(part)));
    found
}

/// A named quotient with what stands below its line; `None` for what has no name, and for a metric that does not divide.
fn named_quotient(number: &Number) -> Option<(Quotient, &Number)> {
    let within = number.attribution();
    match &number.node {
        NumberNode::Derived { metric, under, .. } => Some((Quotient::Platforms(*metric, within), under)),
        NumberNode::Own { metric, value } => {
            let (_, under) = value.parts_of_quotient()?;
            Some((Quotient::Own(metric.name.clone(), within), under))
        }
        _ => None,
    }
}

/// A division nobody answered for.
pub(super) struct Unanswered {
    /// The quotient, in the item's text.
    pub(super) quotient: Span,
    /// The comparison that uses it, in the item's text; `None` inside of an action.
    pub(super) used_in: Option<Span>,
    /// Whether `and` can be written before the comparison without parentheses.
    pub(super) joins: bool,
    pub(super) metric: Option<Quotient>,
    /// How often it was undefined; `None` where a day divides for itself.
    asked: Option<Asked>,
    /// The base metric whose zero it is.
    pub(super) under: Option<Sum>,
    /// `change of`: what is measured over the period before, where it is one metric.
    pub(super) before: Option<Option<Sum>>,
}

pub(super) fn check(scope: &mut Scope<'_>, branches: &[TypedBranch], release: Option<&Condition>) {
    let mut found: Vec<Unanswered> = Vec::new();
    // A later branch is tried only when every earlier condition is false.
    let mut known: Vec<Fact> = Vec::new();
    for branch in branches {
        let mut walk = Walk {
            scope: &*scope,
            found: &mut found,
        };
        let mut inside = known.clone();
        if let Some(condition) = &branch.condition {
            walk.condition(condition, &known, true);
            inside.extend(walk.facts(condition, true));
            let when_false = walk.facts(condition, false);
            known.extend(when_false);
        }
        for action in &branch.actions {
            if let ActionDetail::Amount {
                amount,
                up_to,
                down_to,
                changing,
                ..
            } = &action.detail
            {
                for number in [
                    Some(amount),
                    up_to.as_ref(),
                    down_to.as_ref(),
                    changing.as_deref(),
                ]
                .into_iter()
                .flatten()
                {
                    walk.number(number, &inside, None, false);
                }
            }
            if let ActionDetail::Script { arguments, .. } = &action.detail {
                for number in arguments.iter().flat_map(ScriptArgument::numbers) {
                    walk.number(number, &inside, None, false);
                }
            }
        }
    }
    if let Some(condition) = release {
        let mut walk = Walk {
            scope: &*scope,
            found: &mut found,
        };
        walk.condition(condition, &[], true);
    }
    let mut told: Vec<Told> = Vec::new();
    for unanswered in found {
        let place = if unanswered.metric.is_some() {
            Span::default()
        } else {
            unanswered.quotient
        };
        let key = (unanswered.metric.clone(), unanswered.under, place);
        if told.contains(&key) {
            continue;
        }
        told.push(key);
        let diagnostic = describe(scope, &unanswered);
        scope.say_asking(diagnostic, unanswered.asked);
    }
}

struct Walk<'s, 'a> {
    scope: &'s Scope<'a>,
    found: &'s mut Vec<Unanswered>,
}

impl Walk<'_, '_> {
    fn condition(&mut self, condition: &Condition, known: &[Fact], joins: bool) {
        match &condition.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => {
                let and = matches!(condition.node, ConditionNode::And(_));
                for (index, part) in parts.iter().enumerate() {
                    let mut inside = known.to_vec();
                    for (other, neighbour) in parts.iter().enumerate() {
                        if other != index {
                            inside.extend(self.facts(neighbour, and));
                        }
                    }
                    self.condition(part, &inside, and && joins);
                }
            }
            ConditionNode::Not(inner) => self.condition(inner, known, false),
            ConditionNode::Compare { left, right, .. } => {
                self.number(left, known, Some(condition.span), joins);
                self.number(right, known, Some(condition.span), joins);
            }
            ConditionNode::Let(index) => {
                if let Some(Expression::Condition(inner)) =
                    self.scope.lets.get(*index).map(|found| &found.value)
                {
                    self.condition(inner, known, joins);
                }
            }
            // One quotient that is undefined keeps all of the pool's budget where it is.
            ConditionNode::AllKnown { of, .. } => self.number(of, known, Some(condition.span), false),
            // What is undefined is not ranked, and unknown: that is the meaning of a ranking.
            ConditionNode::Ranked(ranking) => {
                if let Some(having) = &ranking.having {
                    self.condition(having, &[], false);
                }
            }
            ConditionNode::IsMissing { .. }
            | ConditionNode::Member { .. }
            | ConditionNode::TextIs { .. }
            | ConditionNode::Matches { .. }
            | ConditionNode::Has { .. }
            | ConditionNode::Constant(_)
            | ConditionNode::Parameter { .. } => {}
        }
    }

    fn number(&mut self, number: &Number, known: &[Fact], used_in: Option<Span>, joins: bool) {
        match &number.node {
            NumberNode::Derived { .. } | NumberNode::Own { .. } => {
                let Some((quotient, below)) = named_quotient(number) else {
                    return;
                };
                let Some((_, window, group)) = first_sum(below) else {
                    return;
                };
                let under = sum_of(below);
                let answered = self.is_positive(below)
                    || known.iter().any(|fact| match fact {
                        Fact::Positive(other, over, of) => under.is_some_and(|(base, ..)| {
                            *other == base && *of == group && self.same_window(*over, window)
                        }),
                        Fact::Present(other, over, of) => {
                            *other == quotient && *of == group && self.same_window(*over, window)
                        }
                    });
                if !answered {
                    self.found.push(Unanswered {
                        quotient: number.span,
                        used_in,
                        joins,
                        metric: Some(quotient),
                        asked: Some(Asked::undefined(number)),
                        under,
                        before: None,
                    });
                }
            }
            NumberNode::Product(factors) => {
                for (operator, factor) in factors {
                    self.number(factor, known, used_in, joins);
                    if *operator == Operator::Times || self.is_positive(factor) {
                        continue;
                    }
                    let under = sum_of(self.scope.behind(factor));
                    let answered = under.is_some_and(|sum| self.is_known_positive(sum, known));
                    if !answered {
                        self.found.push(Unanswered {
                            quotient: number.span,
                            used_in,
                            joins,
                            metric: None,
                            asked: Some(Asked::undefined(number)),
                            under,
                            before: None,
                        });
                    }
                }
            }
            NumberNode::Sum(terms) => terms
                .iter()
                .for_each(|(_, term)| self.number(term, known, used_in, joins)),
            NumberNode::Negated(inner) | NumberNode::Converted(inner) => {
                self.number(inner, known, used_in, joins);
            }
            NumberNode::Let(index) => {
                if let Some(Expression::Number(value)) = self.scope.lets.get(*index).map(|found| &found.value)
                {
                    self.number(value, known, used_in, joins);
                }
            }
            // `else` answers for everything undefined inside of its left side; `infinite` for the quotient itself.
            NumberNode::Else { value, fallback } => match fallback {
                Fallback::Value(other) => self.number(other, known, used_in, joins),
                Fallback::Infinite => {
                    if let NumberNode::Product(factors) = &self.scope.behind(value).node {
                        factors
                            .iter()
                            .for_each(|(_, factor)| self.number(factor, known, used_in, joins));
                    }
                }
            },
            // What is undefined inside of it makes the whole undefined, and is answered for with it.
            NumberNode::Change { before, .. } => {
                let base = sum_of(before);
                let answered = base.is_some_and(|sum| self.is_known_positive(sum, known));
                if !answered {
                    self.found.push(Unanswered {
                        quotient: number.span,
                        used_in,
                        joins,
                        metric: None,
                        asked: Some(Asked::undefined(number)),
                        under: None,
                        before: Some(base),
                    });
                }
            }
            // Each member divides for itself, and nothing outside rules its zero out.
            NumberNode::Aggregate(aggregate) => {
                if aggregate.ignoring_missing {
                    return;
                }
                match &aggregate.of {
                    Counted::Members => {}
                    Counted::Number(inner) => self.number(inner, &[], None, false),
                    Counted::Condition(inner) => self.condition(inner, &[], false),
                }
            }
            // A day divides for itself, and nothing known of the whole window rules its zero out.
            NumberNode::Script { arguments, .. } => {
                for argument in arguments {
                    match argument {
                        ScriptArgument::One(number) => self.number(number, known, used_in, joins),
                        ScriptArgument::Daily { of, .. } => {
                            let before = self.found.len();
                            self.number(of, &[], used_in, false);
                            let daily = self.found.iter_mut().skip(before);
                            daily.for_each(|found| found.asked = None);
                        }
                    }
                }
            }
            // A week whose quotient is undefined is not known, and the median does without it.
            NumberNode::Usual { .. }
            | NumberNode::Elapsed(_)
            | NumberNode::LookedUp { .. }
            | NumberNode::Part { .. }
            | NumberNode::Total { .. }
            | NumberNode::Constant(_)
            | NumberNode::Amounts(_)
            | NumberNode::Parameter(_)
            | NumberNode::Attribute(_)
            | NumberNode::Metric { .. } => {}
        }
    }

    /// What holds wherever the condition has this truth.
    fn facts(&self, condition: &Condition, truth: bool) -> Vec<Fact> {
        match &condition.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => {
                let all_hold = matches!(condition.node, ConditionNode::And(_)) == truth;
                let mut each = parts.iter().map(|part| self.facts(part, truth));
                if all_hold {
                    return each.flatten().collect();
                }
                let mut shared = each.next().unwrap_or_default();
                for facts in each {
                    shared.retain(|fact| facts.contains(fact));
                }
                shared
            }
            ConditionNode::Not(inner) => self.facts(inner, !truth),
            ConditionNode::Let(index) => match self.scope.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Condition(inner)) => self.facts(inner, truth),
                _ => Vec::new(),
            },
            // Whoever is ranked in front fulfils what is asked of the ranked.
            ConditionNode::Ranked(ranking) if truth => ranking
                .having
                .as_ref()
                .map(|having| self.facts(having, true))
                .unwrap_or_default(),
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => {
                let operator = if truth { *operator } else { operator.opposite() };
                let mut facts = self.above(left, operator, right);
                facts.extend(self.above(right, operator.mirrored(), left));
                facts
            }
            ConditionNode::IsMissing {
                of: Missable::Number(number),
                negated,
            } if *negated == truth => named_quotient(self.scope.behind(number))
                .and_then(|(quotient, below)| {
                    let (_, window, group) = first_sum(below)?;
                    Some(vec![Fact::Present(quotient, window, group)])
                })
                .unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn is_known_positive(&self, (metric, window, group): Sum, known: &[Fact]) -> bool {
        known.iter().any(|fact| {
            matches!(fact, Fact::Positive(other, over, of)
                if *other == metric && *of == group && self.same_window(*over, window))
        })
    }

    /// `left operator right` makes the sum on the left positive.
    fn above(&self, left: &Number, operator: Comparison, right: &Number) -> Vec<Fact> {
        let Some((metric, window, group)) = sum_of(self.scope.behind(left)) else {
            return Vec::new();
        };
        let holds = match operator {
            Comparison::Greater => self.is_not_negative(right),
            Comparison::AtLeast | Comparison::Equal => self.is_positive(right),
            _ => false,
        };
        if holds {
            vec![Fact::Positive(metric, window, group)]
        } else {
            Vec::new()
        }
    }

    fn is_positive(&self, number: &Number) -> bool {
        self.bounded(number, true)
    }

    fn is_not_negative(&self, number: &Number) -> bool {
        self.bounded(number, false)
    }

    /// Above zero (`strictly`), or not below it, whatever the data: from constants and parameters.
    fn bounded(&self, number: &Number, strictly: bool) -> bool {
        let micros = |amounts: &[(crate::money::Currency, i64)]| {
            amounts
                .iter()
                .all(|(_, micros)| if strictly { *micros > 0 } else { *micros >= 0 })
        };
        match &self.scope.behind(number).node {
            NumberNode::Constant(value) => value.is_positive() || (!strictly && value.is_zero()),
            NumberNode::Amounts(amounts) => micros(amounts),
            NumberNode::Parameter(index) => {
                match self.scope.params.get(*index).map(|param| &param.typed.default) {
                    Some(Literal::Number(value)) => value.is_positive() || (!strictly && value.is_zero()),
                    Some(Literal::Money(amounts)) => micros(amounts),
                    _ => false,
                }
            }
            NumberNode::Product(factors) => factors
                .iter()
                .all(|(operator, factor)| self.bounded(factor, strictly || *operator == Operator::Over)),
            NumberNode::Sum(terms) => {
                terms
                    .iter()
                    .all(|(sign, term)| *sign == Sign::Plus && self.bounded(term, false))
                    && (!strictly || terms.iter().any(|(_, term)| self.bounded(term, true)))
            }
            // Delivery is never negative; attributed results can be taken back.
            NumberNode::Metric { metric, .. } => !strictly && metric.is_never_negative(),
            NumberNode::Attribute(attribute) => attribute
                .bounds()
                .0
                .is_some_and(|least| least > 0 || (!strictly && least == 0)),
            _ => false,
        }
    }

    /// Whether two windows are the same days on every platform.
    fn same_window(&self, one: usize, other: usize) -> bool {
        if one == other {
            return true;
        }
        let (Some(one), Some(other)) = (self.scope.windows.get(one), self.scope.windows.get(other)) else {
            return false;
        };
        one.window == other.window
            && crate::registry::Platform::ALL
                .iter()
                .all(|platform| one.lag_days(*platform, 0) == other.lag_days(*platform, 0))
    }
}
