//! Numbers of one row.

use num_bigint::BigInt;

use super::Reference;
use super::time::day_number;
use super::values::{Fraction, Value, divide, median, negative, parts, plus, reason, times, together, whole};
use crate::bind::BoundParam;
use crate::column::Column;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::Metric;
use crate::script::{Argument, Script};
use crate::table::{AttributeValue, MissingReason, SuppliedUnit, SuppliedValue};
use crate::typed::{Expression, Fallback, Number, NumberNode, Operator, Quantity, ScriptArgument, Sign};

impl Reference<'_> {
    pub(super) fn number(&self, number: &Number) -> Value {
        match &number.node {
            NumberNode::Constant(value) => Value::Is(Fraction(value.numerator(), value.denominator())),
            NumberNode::Amounts(amounts) => {
                for (currency, micros) in amounts {
                    if *currency == self.currency_of(number) {
                        return whole(*micros);
                    }
                }
                Value::Unknown(MissingReason::NotSupplied)
            }
            NumberNode::Parameter(index) => match &self.rule.params[*index] {
                BoundParam::Money(amounts) => {
                    let wanted = self.currency_of(number);
                    let own = amounts.iter().find(|(currency, _)| *currency == wanted);
                    whole(own.expect("binding asked for it").1)
                }
                BoundParam::Number(value) => Value::Is(Fraction(value.numerator(), value.denominator())),
                other => panic!("{other:?} is no number"),
            },
            NumberNode::Let(index) => match &self.rule.rule.body.lets[*index].value {
                Expression::Number(inner) => self.number(inner),
                other => panic!("{other:?} is no number"),
            },
            NumberNode::Attribute(attribute) => match self.attribute(*attribute) {
                Ok(
                    AttributeValue::Money(value)
                    | AttributeValue::Duration(value)
                    | AttributeValue::Count(value),
                ) => whole(value),
                Ok(AttributeValue::Ratio(value)) => {
                    Value::Is(Fraction(BigInt::from(value), BigInt::from(1_000_000)))
                }
                Ok(AttributeValue::Date(date)) => whole(day_number(date)),
                Ok(_) => Value::Unknown(MissingReason::NotSupplied),
                Err(reason) => Value::Unknown(reason),
            },
            NumberNode::Metric { metric, window } => self.metric(*metric, *window),
            NumberNode::Part { metric, window } => {
                let resolved = match self.window(*window) {
                    Ok(resolved) => resolved.of_account(),
                    Err(reason) => return Value::Unknown(reason),
                };
                let mut column = Column::default();
                self.table
                    .sums(*metric, &resolved, self.row..self.row + 1, &mut column);
                match column.get(0).unwrap() {
                    Ok(cell) => Value::Is(Fraction(BigInt::from(cell), BigInt::from(parts(*metric)))),
                    Err(MissingReason::NotYet) => whole(0),
                    Err(reason) => Value::Unknown(reason),
                }
            }
            NumberNode::Derived { metric, over, under } => {
                let thousand = Fraction(BigInt::from(metric.factor()), BigInt::from(1));
                let over = match self.number(over) {
                    Value::Is(over) => Value::Is(times(&over, &thousand)),
                    other => other,
                };
                divide(over, self.number(under))
            }
            NumberNode::LookedUp { lookup, key } => {
                let key = match self.text(key) {
                    Ok(key) => key,
                    Err(reason) => return Value::Unknown(reason),
                };
                match self.table.lookup(&lookup.name, &key) {
                    Err(reason) => Value::Unknown(reason),
                    Ok(row) => {
                        let money = lookup.quantity == Some(Quantity::Money);
                        let age = self.moment.at.as_second() - row.at.as_second();
                        let wanted = match row.value {
                            SuppliedValue::Number(_, SuppliedUnit::Money(currency)) => {
                                (currency == self.rule.binding.currency).then_some(Quantity::Money)
                            }
                            SuppliedValue::Number(_, SuppliedUnit::Percent) => Some(Quantity::Percent),
                            SuppliedValue::Number(_, SuppliedUnit::Ratio) => Some(Quantity::Ratio),
                            SuppliedValue::Number(_, SuppliedUnit::Count) => Some(Quantity::Count),
                            SuppliedValue::Text(_) => None,
                        };
                        match row.value {
                            SuppliedValue::Number(..) if wanted != lookup.quantity => {
                                Value::Unknown(MissingReason::NoRow)
                            }
                            SuppliedValue::Number(..)
                                if lookup.stale_after.is_some_and(|most| age > most) =>
                            {
                                Value::Unknown(MissingReason::OldRows)
                            }
                            SuppliedValue::Number(millionths, _) if money => whole(millionths),
                            SuppliedValue::Number(millionths, _) => {
                                Value::Is(Fraction(BigInt::from(millionths), BigInt::from(1_000_000)))
                            }
                            SuppliedValue::Text(_) => Value::Unknown(MissingReason::NoRow),
                        }
                    }
                }
            }
            NumberNode::Converted(inner) => {
                let amount = self.number(inner);
                match self.rate(self.currency_of(inner), self.currency_of(number)) {
                    Some(rate) => match amount {
                        Value::Is(amount) => Value::Is(times(&amount, &rate)),
                        other => other,
                    },
                    None => together(amount, Value::Unknown(MissingReason::NoRate), times),
                }
            }
            NumberNode::Own { value, .. } => self.number(value),
            NumberNode::Sum(terms) => {
                let mut total: Option<Value> = None;
                for (sign, term) in terms {
                    let mut term = self.number(term);
                    if *sign == Sign::Minus {
                        term = negative(term);
                    }
                    total = Some(match total {
                        None => term,
                        Some(total) => together(total, term, plus),
                    });
                }
                total.unwrap()
            }
            NumberNode::Product(factors) => {
                let mut total: Option<Value> = None;
                for (operator, factor) in factors {
                    let factor = self.number(factor);
                    total = Some(match (total, operator) {
                        (None, _) => factor,
                        (Some(total), Operator::Times) => together(total, factor, times),
                        (Some(total), Operator::Over) => divide(total, factor),
                    });
                }
                total.unwrap()
            }
            NumberNode::Negated(inner) => negative(self.number(inner)),
            NumberNode::Change { now, before } => {
                let gap = together(self.number(now), negative(self.number(before)), plus);
                divide(gap, self.number(before))
            }
            NumberNode::Usual { weeks, .. } => median(weeks.iter().map(|week| self.number(week)).collect()),
            NumberNode::Elapsed(period) => self.elapsed(*period),
            NumberNode::Total {
                metric,
                window,
                group,
            } => self.total(*metric, *window, *group),
            NumberNode::Aggregate(aggregate) => self.aggregate(aggregate),
            NumberNode::Script { script, arguments } => self.script(script, arguments),
            NumberNode::Else { value, fallback } => match (self.number(value), fallback) {
                (Value::OverZero, Fallback::Infinite) => Value::Infinite,
                (Value::OverZero | Value::Unknown(MissingReason::Undefined), Fallback::Value(other)) => {
                    self.number(other)
                }
                (value, _) => value,
            },
        }
    }

    fn currency_of(&self, number: &Number) -> Currency {
        match number.quantity {
            Quantity::MoneyIn(currency) => currency,
            _ => self.rule.binding.currency,
        }
    }

    /// Day by day back to the first that has a rate, at most a week; of one day the pair this way round.
    fn rate(&self, from: Currency, to: Currency) -> Option<Fraction> {
        if from == to {
            return Some(Fraction(BigInt::from(1), BigInt::from(1)));
        }
        let today = self.moment.at.to_zoned(self.rule.binding.zone.clone()).date();
        (0..=7_i64).find_map(|back| {
            let day = today - jiff::Span::new().days(back);
            let given = |from, to| self.table.rate(from, to, day).filter(|rate| rate.day == day);
            let parts = |rate: crate::Rate| (BigInt::from(rate.digits), BigInt::from(10).pow(rate.decimals));
            let straight = given(from, to)
                .map(parts)
                .map(|(over, under)| Fraction(over, under));
            straight.or_else(|| {
                given(to, from)
                    .map(parts)
                    .map(|(over, under)| Fraction(under, over))
            })
        })
    }

    /// Whatever argument is missing makes the result missing; the script itself runs as it always does.
    pub(super) fn script(&self, script: &Script, arguments: &[ScriptArgument]) -> Value {
        let mut heaviest = None;
        let mut handed_over = Vec::new();
        for argument in arguments {
            let mut values = Vec::new();
            for number in argument.numbers() {
                match self.number(number) {
                    Value::Is(Fraction(over, under)) => values.push(Rational::fraction(over, under).unwrap()),
                    other => {
                        heaviest = heaviest.max(Some(reason(&other).unwrap_or(MissingReason::Undefined)))
                    }
                }
            }
            handed_over.push(match argument {
                ScriptArgument::One(_) => Argument::One(values.pop().unwrap_or_else(Rational::zero)),
                ScriptArgument::Daily { .. } => Argument::Daily(values),
            });
        }
        if let Some(reason) = heaviest {
            return Value::Unknown(reason);
        }
        match script.run(&handed_over) {
            Ok(value) => Value::Is(Fraction(value.numerator().clone(), value.denominator().clone())),
            Err(failure) => Value::Unknown(failure.reason),
        }
    }

    pub(super) fn metric(&self, metric: Metric, window: usize) -> Value {
        let resolved = match self.window(window) {
            Ok(resolved) => resolved,
            Err(reason) => return Value::Unknown(reason),
        };
        let mut column = Column::default();
        self.table
            .sums(metric, &resolved, self.row..self.row + 1, &mut column);
        match column.get(0).unwrap() {
            Ok(cell) => Value::Is(Fraction(BigInt::from(cell), BigInt::from(parts(metric)))),
            Err(reason) => Value::Unknown(reason),
        }
    }
}
