//! Warnings: what is allowed and probably not meant.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use crate::check::names::Scope;
use crate::diagnostics::Diagnostic;
use crate::display::{decimal, plural};
use crate::rational::Rational;
use crate::registry::{Attribute, DerivedMetric, Metric};
use crate::rule::{ActionKind, LimitPeriod, LimitReach, Most};
use crate::schedule::Schedule;
use crate::span::Span;
use crate::typed::{
    Action, ActionDetail, Comparison, Condition, ConditionNode, Expression, Literal, Number, NumberNode,
    Operator, Quantity, RuleBody,
};

pub(super) fn advise(scope: &mut Scope<'_>, body: &RuleBody) {
    unused(scope);
    for branch in &body.branches {
        raises(scope, body, &branch.actions);
        if let Some(condition) = &branch.condition {
            contradictions(scope, condition);
            if branch
                .actions
                .iter()
                .any(|action| action.kind != ActionKind::Notify)
            {
                volume(scope, condition);
            }
        }
    }
    if let Some(condition) = &body.scope_condition {
        contradictions(scope, condition);
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

/// Raises without a cap, a cooldown or a limit, with the worst case written out.
fn raises(scope: &mut Scope<'_>, body: &RuleBody, actions: &[Action]) {
    for action in actions {
        let ActionDetail::Budget {
            amount,
            up_to,
            changing,
            ..
        } = &action.detail
        else {
            continue;
        };
        if action.kind != ActionKind::IncreaseBudget {
            continue;
        }
        let span = scope.absolute(action.span);
        let (amount, bounded) = (amount.clone(), changing.is_some());
        if up_to.is_none() {
            // The lesser of two shares is not known here.
            let worst = if bounded {
                String::new()
            } else {
                worst_case(scope, body, &amount)
            };
            scope.say(
                Diagnostic::new("W0501", span, "this raise has no upper end")
                    .help(format!("write `up to` and an amount{worst}")),
            );
        }
        if body.cooldown.is_none() {
            scope.say(
                Diagnostic::new("W0502", span, "this raise has no cooldown")
                    .help("without one it can be repeated as soon as the condition has been false once; add `cooldown 24h`"),
            );
        }
        if body.limits.iter().all(|limit| limit.reach == LimitReach::Object) {
            scope.say(
                Diagnostic::new("W0503", span, "nothing limits how many campaigns this raises")
                    .help("add `at most 5 per day`"),
            );
        }
    }
}

/// `; as it stands, +20% up to 12 times a day makes 8.9 times the budget`.
fn worst_case(scope: &Scope<'_>, body: &RuleBody, amount: &Number) -> String {
    let share = match (&scope.behind(amount).node, amount.quantity) {
        (NumberNode::Constant(share), Quantity::Percent) => share.clone(),
        (NumberNode::Parameter(index), Quantity::Percent) => {
            match scope.params.get(*index).map(|param| &param.typed.default) {
                Some(Literal::Number(share)) => share.clone(),
                _ => return String::new(),
            }
        }
        _ => return String::new(),
    };
    let per_day = body
        .limits
        .iter()
        .filter(|limit| limit.per == LimitPeriod::Day)
        .filter_map(|limit| match limit.most {
            Most::Count(count) => Some(i64::from(count)),
            Most::ShareOfSpend(_) => None,
        })
        .min();
    let Some(times) = firings_a_day(&body.schedule, body.cooldown) else {
        return String::new();
    };
    let times = per_day.map_or(times, |most| most.min(times));
    if times < 1 || !share.is_positive() {
        return String::new();
    }
    let factor = Rational::integer(1).plus(&share);
    let exponent = u32::try_from(times).unwrap_or(u32::MAX).min(300);
    let grown = Rational::fraction(
        factor.numerator().pow(exponent),
        factor.denominator().pow(exponent),
    );
    let Some(grown) = grown.filter(|grown| *grown < Rational::integer(BigInt::from(1_000_000))) else {
        return format!(": as it stands it can fire {} a day", plural(times, "time"));
    };
    let percent = decimal(&share.times(&Rational::integer(100)), 2, 0);
    format!(
        ": as it stands, +{percent}% {} a day makes {} times the budget",
        plural(times, "time"),
        decimal(&grown, 1, 0)
    )
}

/// How often the rule can act on one campaign in a day: once per cooldown, or at every second check without one.
fn firings_a_day(schedule: &Schedule, cooldown: Option<i64>) -> Option<i64> {
    let pause = match (schedule.cadence(), cooldown) {
        (cadence, Some(cooldown)) => cooldown.max(cadence.unwrap_or(0)),
        (Some(cadence), None) => cadence.saturating_mul(2),
        (None, None) => return None,
    };
    86_400_i64.checked_div(pause).map(|times| times.max(1))
}

/// A value that comparisons narrow: a metric, a quotient or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Metric(Metric, usize),
    Derived(DerivedMetric, usize),
    Attribute(Attribute),
}

/// A comparison of one subject with one constant.
struct Bound {
    operator: Comparison,
    value: Rational,
    span: Span,
}

/// The comparisons joined by `and` that no value can satisfy together, and those that every value satisfies.
fn contradictions(scope: &mut Scope<'_>, condition: &Condition) {
    let mut groups: Vec<Vec<Condition>> = Vec::new();
    condition.walk(&mut |part| {
        if let ConditionNode::And(parts) = &part.node {
            groups.push(parts.clone());
        }
    });
    if !matches!(condition.node, ConditionNode::And(_)) {
        groups.push(vec![condition.clone()]);
    }
    // Comparisons below `or` and `not` stand alone.
    condition.walk(&mut |part| {
        if let ConditionNode::Or(parts) = &part.node {
            groups.extend(
                parts
                    .iter()
                    .filter(|part| matches!(part.node, ConditionNode::Compare { .. }))
                    .map(|part| vec![part.clone()]),
            );
        }
    });
    for group in groups {
        let mut bounds: BTreeMap<Subject, Vec<Bound>> = BTreeMap::new();
        let mut members: BTreeMap<Attribute, (Vec<&'static str>, Span)> = BTreeMap::new();
        for part in &group {
            match &part.node {
                ConditionNode::Compare {
                    operator,
                    left,
                    right,
                } => {
                    if let Some((subject, operator, value)) = bound(scope, *operator, left, right) {
                        bounds.entry(subject).or_default().push(Bound {
                            operator,
                            value,
                            span: part.span,
                        });
                    }
                }
                ConditionNode::Member {
                    attribute,
                    members: words,
                    negated: false,
                    ..
                } => match members.get(attribute) {
                    None => {
                        members.insert(*attribute, (words.clone(), part.span));
                    }
                    Some((before, first)) if !words.iter().any(|word| before.contains(word)) => {
                        let (here, there) = (scope.absolute(part.span), scope.absolute(*first));
                        scope.say(
                            Diagnostic::new(
                                "W0505",
                                here,
                                format!("`{attribute}` cannot be both at once, so this is never true"),
                            )
                            .help("join the two with `or`, or write `in`")
                            .label(there, "and this is asked for too"),
                        );
                    }
                    Some(_) => {}
                },
                _ => {}
            }
        }
        for (subject, found) in bounds {
            judge(scope, subject, &found);
        }
    }
}

fn bound(
    scope: &Scope<'_>,
    operator: Comparison,
    left: &Number,
    right: &Number,
) -> Option<(Subject, Comparison, Rational)> {
    if let (Some(subject), Some(value)) = (subject(scope, left), constant(scope, right)) {
        return Some((subject, operator, value));
    }
    Some((
        subject(scope, right)?,
        operator.mirrored(),
        constant(scope, left)?,
    ))
}

fn subject(scope: &Scope<'_>, number: &Number) -> Option<Subject> {
    match &scope.behind(number).node {
        NumberNode::Metric { metric, window } => Some(Subject::Metric(*metric, *window)),
        NumberNode::Derived { metric, under, .. } => match under.node {
            NumberNode::Metric { window, .. } => Some(Subject::Derived(*metric, window)),
            _ => None,
        },
        NumberNode::Attribute(attribute) => Some(Subject::Attribute(*attribute)),
        _ => None,
    }
}

/// A literal; parameters are left out because another value may be set for them, and amounts count in their first currency.
fn constant(scope: &Scope<'_>, number: &Number) -> Option<Rational> {
    match &scope.behind(number).node {
        NumberNode::Constant(value) => Some(value.clone()),
        NumberNode::Amounts(amounts) => amounts.first().map(|(_, micros)| Rational::integer(*micros)),
        NumberNode::Negated(inner) => constant(scope, inner).map(|value| value.negated()),
        _ => None,
    }
}

/// The least and greatest value a subject can have.
fn domain(subject: Subject) -> (Option<i64>, Option<i64>) {
    match subject {
        Subject::Metric(Metric::Impressions | Metric::Clicks | Metric::Spend, _)
        | Subject::Derived(DerivedMetric::Ctr | DerivedMetric::Cpc | DerivedMetric::Cpm, _)
        | Subject::Attribute(Attribute::Age | Attribute::TimeSinceChange | Attribute::Budget) => {
            (Some(0), None)
        }
        Subject::Attribute(Attribute::Hour) => (Some(0), Some(23)),
        Subject::Attribute(Attribute::DaysLeftInMonth) => (Some(1), Some(31)),
        _ => (None, None),
    }
}

/// Intersects the bounds of one subject, one after the other.
fn judge(scope: &mut Scope<'_>, subject: Subject, bounds: &[Bound]) {
    let (least, greatest) = domain(subject);
    // Each end with whether the end itself belongs.
    let mut low: Option<(Rational, bool)> = least.map(|least| (Rational::integer(least), true));
    let mut high: Option<(Rational, bool)> = greatest.map(|greatest| (Rational::integer(greatest), true));
    let mut asked: Option<Span> = None;
    for bound in bounds {
        let span = scope.absolute(bound.span);
        let written = scope.source(span);
        let value = &bound.value;
        let below_low = low
            .as_ref()
            .is_some_and(|(low, inclusive)| value < low || (value == low && !inclusive));
        let above_high = high
            .as_ref()
            .is_some_and(|(high, inclusive)| value > high || (value == high && !inclusive));
        let at_low = low.as_ref().is_some_and(|(low, _)| value == low);
        let at_high = high.as_ref().is_some_and(|(high, _)| value == high);
        let (never, always) = match bound.operator {
            Comparison::Less => (below_low || at_low, above_high),
            Comparison::AtMost => (below_low, above_high || at_high),
            Comparison::Greater => (above_high || at_high, below_low),
            Comparison::AtLeast => (above_high, below_low || at_low),
            Comparison::Equal => (below_low || above_high, false),
            Comparison::NotEqual => (false, below_low || above_high),
        };
        if never {
            let found = Diagnostic::new("W0505", span, format!("`{written}` can never be true here"));
            scope.say(match asked {
                Some(first) => found
                    .help("no value is both; one of the two is probably turned round")
                    .label(first, "because this is asked for too"),
                None => found.help("the value never gets there"),
            });
            return;
        }
        // A second, weaker bound of a chain says nothing wrong; only a first one that is always true does.
        if always && asked.is_none() {
            scope.say(
                Diagnostic::new("W0504", span, format!("`{written}` is always true"))
                    .help("the value cannot be otherwise; it can be left out"),
            );
        }
        let tighter_low = |inclusive| Some((value.clone(), inclusive));
        match bound.operator {
            Comparison::Greater if !below_low => low = tighter_low(false),
            Comparison::AtLeast if !below_low && !at_low => low = tighter_low(true),
            Comparison::Less if !above_high => high = Some((value.clone(), false)),
            Comparison::AtMost if !above_high && !at_high => high = Some((value.clone(), true)),
            Comparison::Equal => {
                low = tighter_low(true);
                high = tighter_low(true);
            }
            _ => {}
        }
        asked = asked.or(Some(span));
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
