//! Numbers of one row: exact fractions, or the reason why there is none, with the parts they were made of.

use std::collections::HashSet;

use crate::explain::walk::{Found, Measured, Row};
use crate::explain::words;
use crate::explanation::Operand;
use crate::rational::Rational;
use crate::registry::{AttributeKind, Metric};
use crate::script::{Argument, Script};
use crate::table::MissingReason;
use crate::typed::{Counted, Expression, Fallback, Number, NumberNode, Operator, ScriptArgument, Sign};

impl Row<'_> {
    pub(super) fn operand(&self, number: &Number) -> Measured {
        let mut parts = Vec::new();
        // Why there is nothing: a script with its line, a lookup, a rate.
        let mut detail = None;
        let found = match &number.node {
            NumberNode::Constant(value) => Found::Known(value.clone()),
            NumberNode::Amounts(amounts) => {
                let wanted = self.currency().map(|own| number.quantity.currency(own));
                let own = amounts.iter().find(|(code, _)| Some(*code) == wanted);
                own.map_or(Found::Missing(MissingReason::NotSupplied), |(_, micros)| {
                    Found::Known(Rational::integer(*micros))
                })
            }
            NumberNode::Parameter(index) => {
                let value = self.rule().and_then(|rule| {
                    let currency = number.quantity.currency(rule.binding.currency);
                    rule.params.get(*index)?.number(currency)
                });
                value.map_or(Found::Missing(MissingReason::NotSupplied), Found::Known)
            }
            NumberNode::Let(index) => match self.let_value(*index) {
                Some(Expression::Number(value)) => {
                    let inner = self.operand(value);
                    parts.push(inner.operand);
                    inner.found
                }
                _ => Found::Missing(MissingReason::NotSupplied),
            },
            NumberNode::Attribute(attribute) => {
                match self
                    .attribute(*attribute)
                    .and_then(|value| value.integer().ok_or(MissingReason::NotSupplied))
                {
                    Ok(value) => Found::Known(attribute.cell_scale().times(&Rational::integer(value))),
                    Err(reason) => Found::Missing(reason),
                }
            }
            NumberNode::Metric { metric, window } => match self.sum(*metric, *window) {
                Ok(sum) => Found::Known(sum),
                Err(reason) => Found::Missing(reason),
            },
            NumberNode::Part { metric, window } => match self.part(*metric, *window) {
                Ok(sum) => Found::Known(sum),
                Err(reason) => Found::Missing(reason),
            },
            NumberNode::Derived { metric, over, under } => {
                // Both stand at the quotient's own place: their names say which is which.
                let named = |number: &Number| {
                    let mut measured = self.operand(number);
                    if let Some(name) = measured_metric(number) {
                        name.as_str().clone_into(&mut measured.operand.text);
                    }
                    measured
                };
                let (over, under) = (named(over), named(under));
                let scaled = match &over.found {
                    Found::Known(value) => Found::Known(value.times(&Rational::integer(metric.factor()))),
                    other => other.clone(),
                };
                let found = quotient(&scaled, &under.found);
                parts.extend([over.operand, under.operand]);
                found
            }
            NumberNode::LookedUp { lookup, key } => {
                let (found, asked, why) = self.looked_up(lookup, key);
                parts.extend(asked);
                detail = why;
                found
            }
            NumberNode::Converted(inner) => {
                let (found, made_of, why) = self.converted(number, inner);
                parts.extend(made_of);
                detail = why;
                found
            }
            NumberNode::Own { value, .. } => {
                parts.extend(self.sums_in(value));
                self.operand(value).found
            }
            NumberNode::Sum(terms) => {
                let mut sum: Option<Found> = None;
                for (sign, term) in terms {
                    let term = self.operand(term);
                    let found = match sign {
                        Sign::Plus => term.found,
                        Sign::Minus => negated(&term.found),
                    };
                    parts.push(term.operand);
                    sum = Some(match sum {
                        None => found,
                        Some(sum) => combined(&sum, &found, Rational::plus),
                    });
                }
                sum.unwrap_or(Found::Missing(MissingReason::Undefined))
            }
            NumberNode::Product(factors) => {
                let mut product: Option<Found> = None;
                for (operator, factor) in factors {
                    let factor = self.operand(factor);
                    parts.push(factor.operand);
                    product = Some(match (product, operator) {
                        (None, _) => factor.found,
                        (Some(product), Operator::Times) => {
                            combined(&product, &factor.found, Rational::times)
                        }
                        (Some(product), Operator::Over) => quotient(&product, &factor.found),
                    });
                }
                product.unwrap_or(Found::Missing(MissingReason::Undefined))
            }
            NumberNode::Negated(inner) => {
                let inner = self.operand(inner);
                parts.push(inner.operand);
                negated(&inner.found)
            }
            NumberNode::Else { value, fallback } => {
                let value = self.operand(value);
                let found = match (&value.found, fallback) {
                    (Found::OverZero, Fallback::Infinite) => Found::Infinite,
                    (Found::OverZero | Found::Missing(MissingReason::Undefined), Fallback::Value(other)) => {
                        let other = self.operand(other);
                        parts.push(other.operand);
                        other.found
                    }
                    (found, _) => found.clone(),
                };
                parts.insert(0, value.operand);
                found
            }
            NumberNode::Change { now, before } => {
                let mut now = self.operand(now);
                let mut before = self.operand(before);
                "now".clone_into(&mut now.operand.text);
                "the period before".clone_into(&mut before.operand.text);
                let gap = combined(&now.found, &negated(&before.found), Rational::plus);
                let found = quotient(&gap, &before.found);
                parts.extend([now.operand, before.operand]);
                found
            }
            NumberNode::Usual { weeks, .. } => {
                let mut found = Vec::new();
                for (week, number) in (1..).zip(weeks) {
                    let mut week_ago = self.operand(number);
                    week_ago.operand.text = format!("{} before", crate::display::plural(week, "week"));
                    found.push(week_ago.found);
                    parts.push(week_ago.operand);
                }
                median(&found)
            }
            NumberNode::Total {
                metric,
                window,
                group,
            } => self.total(*metric, *window, *group),
            NumberNode::Aggregate(aggregate) => {
                let (found, counted) = self.aggregate(aggregate);
                parts.extend(counted);
                found
            }
            NumberNode::Script { script, arguments } => {
                let (found, handed_over, why) = self.scripted(script, arguments);
                parts.extend(handed_over);
                detail = why;
                found
            }
            NumberNode::Elapsed(period) => match self.elapsed(*period) {
                Some(share) => Found::Known(share),
                None => Found::Missing(MissingReason::NotSupplied),
            },
        };
        let mut value = words::value(&found, number.quantity, self.currency(), is_exact(number));
        if found == Found::Infinite {
            value.display = words::why_infinite(self.quotient_of(number));
        }
        if let (Some(missing), Some(detail)) = (&mut value.missing, detail) {
            missing.detail = detail;
        }
        if value.missing.is_none() && self.is_approximate(number) {
            value.display.insert_str(0, "≈ ");
        }
        Measured {
            found,
            operand: Operand {
                text: self.source(number.span),
                value,
                parts,
            },
        }
    }

    /// The platform's metrics that a metric of one's own is made of, each once. They all stand at its own place: their names say
    /// which is which.
    fn sums_in(&self, value: &Number) -> Vec<Operand> {
        let mut found: Vec<Operand> = Vec::new();
        // What each member adds is told by the sum alone.
        let mut of_members: HashSet<*const Number> = HashSet::new();
        value.walk(&mut |part| {
            let name = match &part.node {
                _ if of_members.contains(&std::ptr::from_ref(part)) => return,
                NumberNode::Metric { metric, .. } | NumberNode::Total { metric, .. } => {
                    metric.as_str().to_owned()
                }
                NumberNode::LookedUp { lookup, .. } => format!("lookup {}", lookup.name),
                NumberNode::Aggregate(aggregate) => {
                    let mut name = Vec::new();
                    if let Counted::Number(of) = &aggregate.of {
                        of.walk(&mut |part| {
                            of_members.insert(std::ptr::from_ref(part));
                            match &part.node {
                                NumberNode::Metric { metric, .. } | NumberNode::Part { metric, .. } => {
                                    name.push(metric.as_str().to_owned());
                                }
                                NumberNode::LookedUp { lookup, .. } => {
                                    name.push(format!("lookup {}", lookup.name));
                                }
                                _ => {}
                            }
                        });
                    }
                    format!("{}, added up", crate::display::list(&name, "and"))
                }
                _ => return,
            };
            if found.iter().any(|known| known.text == name) {
                return;
            }
            let mut operand = self.operand(part).operand;
            operand.text = name;
            found.push(operand);
        });
        found
    }

    /// What a script gave, what it was handed, and why it gave nothing.
    fn scripted(
        &self,
        script: &Script,
        arguments: &[ScriptArgument],
    ) -> (Found, Vec<Operand>, Option<String>) {
        let (handed_over, shown) = self.handed_over(script, arguments);
        match handed_over.map(|values| script.run(&values)) {
            Ok(Ok(value)) => (Found::Known(value), shown, None),
            Ok(Err(failure)) => (Found::Missing(failure.reason), shown, Some(failure.detail)),
            Err(reason) => (Found::Missing(reason), shown, None),
        }
    }

    /// What a script is handed, and how that is shown. Where a value is missing, the heaviest reason of all.
    pub(super) fn handed_over(
        &self,
        script: &Script,
        arguments: &[ScriptArgument],
    ) -> (Result<Vec<Argument>, MissingReason>, Vec<Operand>) {
        let mut heaviest: Option<MissingReason> = None;
        let (mut shown, mut handed_over) = (Vec::new(), Vec::new());
        for (argument, param) in arguments.iter().zip(&script.params) {
            let mut take = |measured: Measured, values: &mut Vec<Rational>| {
                match &measured.found {
                    Found::Known(value) => values.push(value.clone()),
                    other => {
                        let reason = other.reason().unwrap_or(MissingReason::Undefined);
                        heaviest = heaviest.max(Some(reason));
                    }
                }
                measured.operand
            };
            let mut values = Vec::new();
            match argument {
                ScriptArgument::One(number) => {
                    let operand = take(self.operand(number), &mut values);
                    shown.push(operand);
                    handed_over.extend(values.pop().map(Argument::One));
                }
                ScriptArgument::Daily { of, days } => {
                    let mut parts = Vec::new();
                    for (day, number) in (1..).zip(days) {
                        let mut operand = take(self.operand(number), &mut values);
                        operand.text = format!("day {day}");
                        parts.push(operand);
                    }
                    let whole = self.operand(of).operand;
                    shown.push(Operand {
                        text: format!("{}: {} per day", param.name, whole.text),
                        parts,
                        ..whole
                    });
                    handed_over.push(Argument::Daily(values));
                }
            }
        }
        (heaviest.map_or(Ok(handed_over), Err), shown)
    }

    /// Made of something that was rounded on its way: exact from its given value on.
    fn is_approximate(&self, number: &Number) -> bool {
        let mut found = false;
        number.walk(&mut |part| {
            found |= match &part.node {
                NumberNode::Script { .. } => true,
                NumberNode::Converted(inner) => self.exchanged(part, inner).is_some(),
                NumberNode::Let(index) => match self.let_value(*index) {
                    Some(Expression::Number(value)) => self.is_approximate(value),
                    _ => false,
                },
                _ => false,
            };
        });
        found
    }

    /// The metric below the line of the quotient that `else infinite` follows.
    pub(super) fn quotient_of(&self, number: &Number) -> Option<Metric> {
        match &number.node {
            NumberNode::Let(index) => match self.let_value(*index) {
                Some(Expression::Number(value)) => self.quotient_of(value),
                _ => None,
            },
            NumberNode::Else { value, .. } => self.quotient_of(value),
            NumberNode::Converted(inner) => self.quotient_of(inner),
            NumberNode::Derived { under, .. } => measured_metric(under),
            NumberNode::Own { value, .. } => self.quotient_of(value),
            NumberNode::Product(factors) => match factors.last() {
                Some((
                    Operator::Over,
                    Number {
                        node: NumberNode::Metric { metric, .. } | NumberNode::Total { metric, .. },
                        ..
                    },
                )) => Some(*metric),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The metric that a sum is of.
const fn measured_metric(number: &Number) -> Option<Metric> {
    match &number.node {
        NumberNode::Metric { metric, .. } | NumberNode::Total { metric, .. } => Some(*metric),
        _ => None,
    }
}

pub(super) fn combined(
    left: &Found,
    right: &Found,
    compute: impl Fn(&Rational, &Rational) -> Rational,
) -> Found {
    match (left, right) {
        (Found::Known(left), Found::Known(right)) => Found::Known(compute(left, right)),
        _ => left
            .unknown_of(right)
            .unwrap_or(Found::Missing(MissingReason::Undefined)),
    }
}

pub(super) fn negated(found: &Found) -> Found {
    match found {
        Found::Known(value) => Found::Known(value.negated()),
        other => other
            .reason()
            .map_or(Found::Missing(MissingReason::Undefined), Found::Missing),
    }
}

/// The value in the middle of the known ones, of which three must be known. When none is known and all lack for a reason of their
/// own, that reason stands; weeks that are undefined are too few.
fn median(weeks: &[Found]) -> Found {
    let mut known: Vec<&Rational> = weeks
        .iter()
        .filter_map(|week| match week {
            Found::Known(value) => Some(value),
            _ => None,
        })
        .collect();
    known.sort();
    match known.as_slice() {
        [] => {
            let heaviest = weeks.iter().filter_map(Found::reason).max();
            Found::Missing(
                heaviest
                    .unwrap_or(MissingReason::TooFewKnown)
                    .max(MissingReason::TooFewKnown),
            )
        }
        [_, middle, _] => Found::Known((*middle).clone()),
        [_, one, other, _] => one
            .plus(other)
            .over(&Rational::integer(2))
            .map_or(Found::Missing(MissingReason::Undefined), Found::Known),
        _ => Found::Missing(MissingReason::TooFewKnown),
    }
}

/// Undefined where the lower part is zero or below.
pub(super) fn quotient(over: &Found, under: &Found) -> Found {
    match (over, under) {
        (Found::Known(over), Found::Known(under)) => match over.over(under) {
            Some(value) => Found::Known(value),
            None if under.is_zero() && over.is_positive() => Found::OverZero,
            None => Found::Missing(MissingReason::Undefined),
        },
        _ => over
            .unknown_of(under)
            .unwrap_or(Found::Missing(MissingReason::Undefined)),
    }
}

/// Written by a person, so shown to the last digit.
pub(super) fn is_exact(number: &Number) -> bool {
    match &number.node {
        NumberNode::Constant(_) | NumberNode::Amounts(_) | NumberNode::Parameter(_) => true,
        NumberNode::Attribute(attribute) => attribute.kind() != AttributeKind::Money,
        NumberNode::Negated(inner) => is_exact(inner),
        _ => false,
    }
}
