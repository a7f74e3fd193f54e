//! Values and sentences for people. What is shown is rounded; what was compared is not.

use num_traits::ToPrimitive;

use crate::display::{age, decimal, list};
use crate::evaluate::Truth;
use crate::explain::missing;
use crate::explain::walk::{Found, Measured};
use crate::explanation::{Operand, Raw, Value, ValueKind};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, AttributeKind, Metric};
use crate::table::{AttributeValue, MissingReason};
use crate::typed::{Comparison, Number, NumberNode, Quantity};

/// Most sentences one reason holds.
const MOST_SENTENCES: usize = 6;
/// Decimals of two values that would otherwise be shown alike.
const FEWEST_DECIMALS: u32 = 2;
/// Micros: what is closer than that is shown alike.
const MOST_DECIMALS: u32 = 6;

/// `; run script trim(budget) returned decrease budget by 20%`, of each script that a branch ran.
pub(super) fn returned(scripts: &[Operand]) -> String {
    scripts
        .iter()
        .map(|script| match &script.value.missing {
            None => format!("; `{}` returned {}", script.text, script.value.display),
            Some(missing) => format!("; `{}` returned nothing: {}", script.text, missing.detail),
        })
        .collect()
}

pub(super) fn value(found: &Found, quantity: Quantity, currency: Option<Currency>, exact: bool) -> Value {
    match found {
        Found::Known(number) => Value {
            display: number_display(number, quantity, currency, exact.then_some(6)),
            kind: kind(quantity),
            raw: raw(number, quantity),
            missing: None,
        },
        Found::Infinite => Value {
            display: "infinite".to_owned(),
            kind: ValueKind::Infinite,
            raw: Raw::Nothing,
            missing: None,
        },
        Found::OverZero | Found::Missing(_) => Value {
            display: "unknown".to_owned(),
            kind: kind(quantity),
            raw: Raw::Nothing,
            missing: found.reason().map(missing),
        },
    }
}

const fn kind(quantity: Quantity) -> ValueKind {
    match quantity {
        Quantity::Money | Quantity::MoneyIn(_) => ValueKind::Money,
        Quantity::Percent => ValueKind::Percent,
        Quantity::Ratio | Quantity::Quotient => ValueKind::Ratio,
        Quantity::Count | Quantity::Scalar => ValueKind::Count,
        Quantity::Duration => ValueKind::Duration,
        Quantity::Date => ValueKind::Date,
    }
}

fn raw(number: &Rational, quantity: Quantity) -> Raw {
    if quantity == Quantity::Date {
        return Raw::Text(date(number));
    }
    match number.to_i64() {
        Some(integer) => Raw::Integer(integer),
        None if number.is_integer() => Raw::Text(number.numerator().to_string()),
        None => Raw::Text(format!("{}/{}", number.numerator(), number.denominator())),
    }
}

/// A number as shown; `digits` asks for that many decimals at most, otherwise as many as the kind usually has.
pub(super) fn number_display(
    number: &Rational,
    quantity: Quantity,
    currency: Option<Currency>,
    digits: Option<u32>,
) -> String {
    match quantity {
        Quantity::Money => money(number, currency, digits),
        Quantity::MoneyIn(currency) => money(number, Some(currency), digits),
        Quantity::Percent => format!(
            "{}%",
            decimal(&number.times(&Rational::integer(100)), digits.unwrap_or(2), 0)
        ),
        Quantity::Ratio | Quantity::Quotient | Quantity::Count => decimal(number, digits.unwrap_or(2), 0),
        Quantity::Scalar => decimal(number, digits.unwrap_or(6), 0),
        Quantity::Duration => match number.to_i64() {
            Some(seconds) => age(seconds),
            None => format!("{} seconds", decimal(number, 1, 0)),
        },
        Quantity::Date => date(number),
    }
}

fn money(micros: &Rational, currency: Option<Currency>, digits: Option<u32>) -> String {
    let unit = Rational::integer(crate::money::MICROS_PER_UNIT);
    let amount = micros.over(&unit).unwrap_or_else(Rational::zero);
    let minor = currency.map_or(2, Currency::minor_digits);
    // A click for less than one unit deserves two digits more.
    let usual = if amount.abs() < Rational::integer(1) && !amount.is_zero() {
        minor.max(4)
    } else {
        minor
    };
    let digits = digits.unwrap_or(usual);
    let Some(currency) = currency else {
        return decimal(&amount, digits, minor);
    };
    // Micros again, rounded at the digits shown.
    let places = 10_i64.checked_pow(6_u32.saturating_sub(digits)).unwrap_or(1);
    let rounded = Rational::integer(amount.round_at(digits)).times(&Rational::integer(places));
    match rounded.numerator().to_i128() {
        Some(micros) => currency.display_wide(micros),
        None => format!("{} {currency}", decimal(&amount, digits, minor)),
    }
}

pub(super) fn date(days: &Rational) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    let shifted = days
        .to_i64()
        .and_then(|days| jiff::Span::new().try_days(days).ok())
        .and_then(|span| epoch.checked_add(span).ok());
    shifted.map_or_else(|| "no date".to_owned(), |date| date.to_string())
}

/// What a quotient over nothing is called.
pub(super) fn why_infinite(under: Option<Metric>) -> String {
    match under {
        Some(Metric::Spend) => "nothing spent".to_owned(),
        Some(Metric::Reach) => "nobody reached".to_owned(),
        Some(metric) => format!("no {}", metric.words()),
        None => "infinite".to_owned(),
    }
}

pub(super) fn attribute_value(
    attribute: Attribute,
    value: &Result<AttributeValue, MissingReason>,
    currency: Option<Currency>,
) -> Value {
    let (kind, quantity) = match attribute.kind() {
        AttributeKind::Money => (ValueKind::Money, Some(Quantity::Money)),
        AttributeKind::Ratio => (ValueKind::Ratio, Some(Quantity::Ratio)),
        AttributeKind::Duration => (ValueKind::Duration, Some(Quantity::Duration)),
        AttributeKind::Date => (ValueKind::Date, Some(Quantity::Date)),
        AttributeKind::Count => (ValueKind::Count, Some(Quantity::Count)),
        AttributeKind::Text => (ValueKind::Text, None),
        AttributeKind::Enum => (ValueKind::Enum, None),
        AttributeKind::Labels => (ValueKind::List, None),
    };
    let unknown = |reason| Value {
        display: "unknown".to_owned(),
        kind,
        raw: Raw::Nothing,
        missing: Some(missing(reason)),
    };
    match (value, quantity) {
        (Err(reason), _) => unknown(*reason),
        (Ok(value), Some(quantity)) => match value.integer() {
            Some(integer) => self::value(
                &Found::Known(attribute.cell_scale().times(&Rational::integer(integer))),
                quantity,
                currency,
                true,
            ),
            None => unknown(MissingReason::NotSupplied),
        },
        (Ok(AttributeValue::Text(text)), None) => Value {
            display: format!("\"{text}\""),
            kind,
            raw: Raw::Text(text.to_string()),
            missing: None,
        },
        (Ok(AttributeValue::Enum(member)), None) => Value {
            display: member.as_str().to_owned(),
            kind,
            raw: Raw::Text(member.as_str().to_owned()),
            missing: None,
        },
        (Ok(AttributeValue::Labels(labels)), None) => {
            let quoted: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
            let display = if quoted.is_empty() {
                "no labels".to_owned()
            } else {
                quoted.join(", ")
            };
            Value {
                display,
                kind,
                raw: Raw::Text(labels.join(", ")),
                missing: None,
            }
        }
        (Ok(_), None) => unknown(MissingReason::NotSupplied),
    }
}

/// The right side of `is` and `in`.
pub(super) fn listed(text: String, members: &[&str], kind: ValueKind) -> Operand {
    let shown: Vec<String> = members
        .iter()
        .map(|member| {
            if kind == ValueKind::Text {
                format!("\"{member}\"")
            } else {
                (*member).to_owned()
            }
        })
        .collect();
    let kind = if members.len() == 1 { kind } else { ValueKind::List };
    let value = Value {
        display: list(&shown, "or"),
        kind,
        raw: Raw::Text(members.join(", ")),
        missing: None,
    };
    Operand {
        text,
        value,
        parts: Vec::new(),
    }
}

/// Two different values that would be shown alike get more digits.
pub(super) fn tell_apart(
    left: &mut Measured,
    right: &mut Measured,
    quantity: Quantity,
    currency: Option<Currency>,
) {
    let (Found::Known(one), Found::Known(other)) = (&left.found, &right.found) else {
        return;
    };
    if one == other || left.operand.value.display != right.operand.value.display {
        return;
    }
    // The fewest decimals that tell them apart.
    for digits in FEWEST_DECIMALS..=MOST_DECIMALS {
        left.operand.value.display = number_display(one, quantity, currency, Some(digits));
        right.operand.value.display = number_display(other, quantity, currency, Some(digits));
        if left.operand.value.display != right.operand.value.display {
            return;
        }
    }
}

/// `$15.00 above`; nothing where a side is not a number.
pub(super) fn distance(
    left: &Found,
    right: &Found,
    quantity: Quantity,
    currency: Option<Currency>,
) -> Option<String> {
    let (Found::Known(left), Found::Known(right)) = (left, right) else {
        return None;
    };
    let gap = left.minus(right);
    if gap.is_zero() {
        return Some("equal".to_owned());
    }
    let size = gap.abs();
    let shown = match quantity {
        Quantity::Date => crate::display::plural(size.to_i64().unwrap_or(i64::MAX), "day"),
        Quantity::Percent => {
            format!(
                "{} percentage points",
                decimal(&size.times(&Rational::integer(100)), 2, 0)
            )
        }
        _ => number_display(&size, quantity, currency, None),
    };
    // A gap that rounds to nothing is still a gap.
    let tells = |shown: &str| {
        quantity == Quantity::Duration || shown.chars().any(|character| matches!(character, '1'..='9'))
    };
    let shown = if tells(&shown) {
        shown
    } else {
        (FEWEST_DECIMALS..=MOST_DECIMALS)
            .map(|digits| number_display(&size, quantity, currency, Some(digits)))
            .find(|shown| tells(shown))
            .unwrap_or(shown)
    };
    let word = match (quantity, gap.is_negative()) {
        (Quantity::Date, true) => "before",
        (Quantity::Date, false) => "after",
        (_, true) => "below",
        (_, false) => "above",
    };
    Some(format!("{shown} {word}"))
}

/// `spend $180.00 is above $100.00`.
pub(super) fn comparison(
    operator: Comparison,
    left: &Number,
    left_side: &Measured,
    right: &Number,
    right_side: &Measured,
    truth: Truth,
) -> String {
    if truth == Truth::Unknown {
        let side = if left_side.found.reason().is_some() {
            left_side
        } else {
            right_side
        };
        let reason = left_side
            .found
            .reason()
            .max(side.found.reason())
            .unwrap_or(MissingReason::Undefined);
        return format!("{} is not known: {}", side.operand.text, reason.words());
    }
    // The value stands before its limit, whichever way round it was written.
    let (operator, subject, subject_side, limit, limit_side) = if is_plain(left) && !is_plain(right) {
        (operator.mirrored(), right, right_side, left, left_side)
    } else {
        (operator, left, left_side, right, right_side)
    };
    let verb = match (operator, truth == Truth::True, subject.quantity) {
        (Comparison::Equal, true, _) | (Comparison::NotEqual, false, _) => "is",
        (Comparison::Equal, false, _) | (Comparison::NotEqual, true, _) => "is not",
        (Comparison::Greater, true, Quantity::Date) => "is after",
        (Comparison::Greater, false, Quantity::Date) => "is not after",
        (Comparison::Less, true, Quantity::Date) => "is before",
        (Comparison::Less, false, Quantity::Date) => "is not before",
        (Comparison::Greater, true, _) | (Comparison::AtMost, false, _) => "is above",
        (Comparison::Greater, false, _) => "is not above",
        (Comparison::Less, true, _) | (Comparison::AtLeast, false, _) => "is below",
        (Comparison::Less, false, _) => "is not below",
        (Comparison::AtLeast, true, _) => "is at least",
        (Comparison::AtMost, true, _) => "is at most",
    };
    format!(
        "{} {verb} {}",
        named(subject, subject_side),
        named(limit, limit_side)
    )
}

/// A constant is shown by its value, everything else by its name and its value.
fn named(number: &Number, measured: &Measured) -> String {
    let display = &measured.operand.value.display;
    if is_plain(number) {
        return display.clone();
    }
    match measured.found {
        Found::Infinite => format!("{} ({display})", measured.operand.text),
        _ => format!("{} {display}", measured.operand.text),
    }
}

fn is_plain(number: &Number) -> bool {
    match &number.node {
        NumberNode::Constant(_) | NumberNode::Amounts(_) | NumberNode::Parameter(_) => true,
        NumberNode::Negated(inner) => is_plain(inner),
        _ => false,
    }
}

/// `status is active`, `name "Brand US" does not match "Prospecting*"`.
pub(super) fn membership(
    left: &Operand,
    op: &str,
    right: &Operand,
    truth: Truth,
    reason: Option<MissingReason>,
) -> String {
    if let Some(reason) = reason {
        let side = if left.value.missing.is_some() || right.value.missing.is_none() {
            left
        } else {
            right
        };
        return format!("{} is not known: {}", side.text, reason.words());
    }
    let holds = truth == Truth::True;
    let (name, own, other) = (&left.text, &left.value.display, &right.value.display);
    match (op, holds) {
        ("matches", true) => format!("{name} {own} matches {other}"),
        ("matches", false) => format!("{name} {own} does not match {other}"),
        ("has", true) => format!("{name} have {other}"),
        ("has", false) => format!("{name} do not have {other}"),
        ("is not", true) | ("is" | "in", false) => format!("{name} is {own}, not {other}"),
        _ => format!("{name} is {own}"),
    }
}

/// The sentences that decide, joined.
pub(super) fn sentence(because: &[String]) -> String {
    let mut told: Vec<&str> = Vec::new();
    for sentence in because {
        if !told.contains(&sentence.as_str()) {
            told.push(sentence);
        }
    }
    let more = told.len().saturating_sub(MOST_SENTENCES);
    told.truncate(MOST_SENTENCES);
    let joined = list(&told, "and");
    if more == 0 {
        joined
    } else {
        format!("{joined}, and {more} more")
    }
}
