//! Values and what is computed with them: fractions that are never reduced, and reasons.

use num_bigint::BigInt;

use super::Verdict;
use crate::registry::{Metric, MetricUnit};
use crate::table::MissingReason;
use crate::typed::Comparison;

/// Over and under; the lower part is above zero.
#[derive(Clone, Debug)]
pub(super) struct Fraction(pub(super) BigInt, pub(super) BigInt);

#[derive(Clone, Debug)]
pub(super) enum Value {
    Is(Fraction),
    Infinite,
    /// Something above zero over zero, straight from a division.
    OverZero,
    Unknown(MissingReason),
}

/// How many of a metric's cells make one.
pub(super) fn parts(metric: Metric) -> i64 {
    match metric.unit() {
        MetricUnit::CountMicros | MetricUnit::RatioMicros => 1_000_000,
        _ => 1,
    }
}

pub(super) fn whole(value: i64) -> Value {
    Value::Is(Fraction(BigInt::from(value), BigInt::from(1)))
}

pub(super) fn plus(one: &Fraction, other: &Fraction) -> Fraction {
    Fraction(&one.0 * &other.1 + &other.0 * &one.1, &one.1 * &other.1)
}

pub(super) fn times(one: &Fraction, other: &Fraction) -> Fraction {
    Fraction(&one.0 * &other.0, &one.1 * &other.1)
}

pub(super) fn reason(value: &Value) -> Option<MissingReason> {
    match value {
        Value::Is(_) | Value::Infinite => None,
        Value::OverZero => Some(MissingReason::Undefined),
        Value::Unknown(reason) => Some(*reason),
    }
}

/// Two values: the heavier reason stands where one is not known, and nothing is computed with infinity.
pub(super) fn together(one: Value, other: Value, compute: fn(&Fraction, &Fraction) -> Fraction) -> Value {
    match (&one, &other) {
        (Value::Is(one), Value::Is(other)) => Value::Is(compute(one, other)),
        _ => Value::Unknown(
            reason(&one)
                .max(reason(&other))
                .unwrap_or(MissingReason::Undefined),
        ),
    }
}

pub(super) fn divide(over: Value, under: Value) -> Value {
    let zero = BigInt::from(0);
    match (&over, &under) {
        (Value::Is(over), Value::Is(under)) => {
            if under.0 > zero {
                Value::Is(Fraction(&over.0 * &under.1, &over.1 * &under.0))
            } else if under.0 == zero && over.0 > zero {
                Value::OverZero
            } else {
                Value::Unknown(MissingReason::Undefined)
            }
        }
        _ => Value::Unknown(
            reason(&over)
                .max(reason(&under))
                .unwrap_or(MissingReason::Undefined),
        ),
    }
}

/// The middle of the known values, of which three of four must be known.
pub(super) fn median(values: Vec<Value>) -> Value {
    let mut known = Vec::new();
    let mut heaviest = MissingReason::TooFewKnown;
    for value in &values {
        match value {
            Value::Is(value) => known.push(value.clone()),
            other => heaviest = heaviest.max(reason(other).unwrap_or(MissingReason::TooFewKnown)),
        }
    }
    known.sort_by(|one, other| (&one.0 * &other.1).cmp(&(&other.0 * &one.1)));
    match known.as_slice() {
        [] => Value::Unknown(heaviest),
        [_, middle, _] => Value::Is(middle.clone()),
        [_, one, other, _] => Value::Is(times(
            &plus(one, other),
            &Fraction(BigInt::from(1), BigInt::from(2)),
        )),
        _ => Value::Unknown(MissingReason::TooFewKnown),
    }
}

pub(super) fn negative(value: Value) -> Value {
    match value {
        Value::Is(Fraction(over, under)) => Value::Is(Fraction(-over, under)),
        other => Value::Unknown(reason(&other).unwrap_or(MissingReason::Undefined)),
    }
}

pub(super) fn compare(operator: Comparison, left: &Value, right: &Value) -> Verdict {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let order = match (left, right) {
        (Value::Is(left), Value::Is(right)) => (&left.0 * &right.1).cmp(&(&right.0 * &left.1)),
        (Value::Infinite, Value::Infinite) => Equal,
        (Value::Infinite, Value::Is(_)) => Greater,
        (Value::Is(_), Value::Infinite) => Less,
        _ => return Err(reason(left).max(reason(right)).unwrap()),
    };
    Ok(match operator {
        Comparison::Equal => order == Equal,
        Comparison::NotEqual => order != Equal,
        Comparison::Less => order == Less,
        Comparison::AtMost => order != Greater,
        Comparison::Greater => order == Greater,
        Comparison::AtLeast => order != Less,
    })
}

pub(super) fn both(
    one: &Result<String, MissingReason>,
    other: &Result<String, MissingReason>,
) -> Result<(String, String), MissingReason> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one.clone(), other.clone())),
        (Err(one), Err(other)) => Err(*one.max(other)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(*reason),
    }
}

/// `*` stands for anything, `?` for one character.
pub(super) fn fits(glob: &[char], text: &[char]) -> bool {
    match (glob.split_first(), text.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(('*', rest)), None) => fits(rest, text),
        (Some(('*', rest)), Some((_, after))) => fits(rest, text) || fits(glob, after),
        (Some(_), None) => false,
        (Some((wanted, rest)), Some((found, after))) => {
            (*wanted == '?' || wanted == found) && fits(rest, after)
        }
    }
}
