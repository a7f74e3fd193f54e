//! What a script may call, and where it ends. Nothing is registered but what stands here: no packages, so no files, no clock, no
//! printing, no sleep and no random numbers.

use std::sync::LazyLock;

use rhai::{Array, Dynamic, Engine, EvalAltResult, INT, Position};
use rust_decimal::Decimal;

use crate::script::returned::{self, MOST_TEXT};

/// Longest body, in bytes. A body is one expression without loops, so that its length bounds all it can do.
pub(crate) const MOST_SOURCE: usize = 4_000;
/// Most operations of one run.
pub(crate) const MOST_OPERATIONS: u64 = 1_000;
/// Deepest nesting, operators in a row included.
const MOST_DEPTH: usize = 40;
/// Most values of a series, and of all lists that a script makes within each other.
const MOST_SERIES: usize = 400;
/// Most decimals behind the point that `round` keeps.
const MOST_DIGITS: u32 = 12;

/// Names with what they give; completion, hover and messages read them.
pub(crate) const FUNCTIONS: [(&str, &str); 16] = [
    ("sum", "the values of a series added up"),
    ("average", "the mean of a series"),
    ("median", "the value in the middle of a series"),
    ("lowest", "the least value of a series"),
    ("highest", "the greatest value of a series"),
    (
        "slope",
        "by how much a series rises from day to day: the line that fits it best",
    ),
    (
        "spread",
        "how far a series strays from its mean: its standard deviation",
    ),
    ("first", "the value of the first day"),
    ("last", "the value of the last day"),
    ("len", "how many values a series has"),
    ("at", "`at(series, n)`: the value of a day, 0 being the first"),
    ("min", "the lesser of two numbers"),
    ("max", "the greater of two numbers"),
    ("abs", "a number without its sign"),
    (
        "round",
        "`round(number, n)`: rounded to n digits behind the point, halves away from zero",
    ),
    ("sqrt", "the square root"),
];

/// Words that stand before a parenthesis without being functions.
pub(crate) const KEYWORDS: [&str; 5] = ["if", "else", "switch", "true", "false"];

pub(super) type Computed<T> = Result<T, Box<EvalAltResult>>;

/// One engine for all scripts that give a number: it has no state of its own.
pub(super) static NUMBERS: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = bare();
    // Zero would mean any size.
    engine.set_max_string_size(1);
    engine
});

/// One engine for all scripts that give actions: the same functions, those that make actions, and texts for messages.
pub(super) static ACTIONS: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = bare();
    engine.set_max_string_size(MOST_TEXT);
    returned::register(&mut engine);
    engine
});

fn bare() -> Engine {
    let mut engine = Engine::new_raw();
    engine
        .set_max_operations(MOST_OPERATIONS)
        .set_max_expr_depths(MOST_DEPTH)
        .set_max_array_size(MOST_SERIES)
        .set_max_map_size(1)
        .set_max_variables(64)
        .set_strict_variables(true)
        // Registered operators come before those that are built in: see the division.
        .set_fast_operators(false);
    for symbol in ["eval", "print", "debug", "**", "in", "!in", "<<", ">>", "??"] {
        engine.disable_symbol(symbol);
    }
    // 5 / 2 is 2.5, as everywhere in the language.
    engine.register_fn("/", |one: INT, other: INT| {
        divided(Decimal::from(one), Decimal::from(other))
    });
    numbers(&mut engine);
    series(&mut engine);
    engine
}

pub(super) fn failed(why: &str) -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorArithmetic(why.to_owned(), Position::NONE))
}

const TOO_LARGE: &str = "a number grows too large";

fn divided(one: Decimal, other: Decimal) -> Computed<Decimal> {
    if other.is_zero() {
        return Err(failed("it divides by zero"));
    }
    one.checked_div(other).ok_or_else(|| failed(TOO_LARGE))
}

/// Whole numbers and decimals mix: whichever a script writes, a decimal comes out.
fn numbers(engine: &mut Engine) {
    engine
        .register_fn("min", |one: Decimal, other: Decimal| one.min(other))
        .register_fn("min", |one: Decimal, other: INT| one.min(other.into()))
        .register_fn("min", |one: INT, other: Decimal| other.min(one.into()))
        .register_fn("min", |one: INT, other: INT| one.min(other))
        .register_fn("max", |one: Decimal, other: Decimal| one.max(other))
        .register_fn("max", |one: Decimal, other: INT| one.max(other.into()))
        .register_fn("max", |one: INT, other: Decimal| other.max(one.into()))
        .register_fn("max", |one: INT, other: INT| one.max(other))
        .register_fn("abs", |value: Decimal| value.abs())
        .register_fn("abs", |value: INT| {
            value.checked_abs().ok_or_else(|| failed(TOO_LARGE))
        })
        .register_fn("round", rounded)
        .register_fn("round", |value: INT, _: INT| value)
        .register_fn("sqrt", root)
        .register_fn("sqrt", |value: INT| root(value.into()));
}

fn rounded(value: Decimal, digits: INT) -> Computed<Decimal> {
    let digits = u32::try_from(digits)
        .ok()
        .filter(|digits| *digits <= MOST_DIGITS)
        .ok_or_else(|| failed("`round` takes from 0 to 12 digits"))?;
    Ok(value.round_dp_with_strategy(digits, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
}

/// Newton's steps on decimals end within a bounded number: each halves the distance.
fn root(value: Decimal) -> Computed<Decimal> {
    if value.is_sign_negative() && !value.is_zero() {
        return Err(failed("it takes the square root of a negative number"));
    }
    if value.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let two = Decimal::from(2);
    let mut guess = if value > Decimal::ONE { value } else { Decimal::ONE };
    for _ in 0..200 {
        let other = value.checked_div(guess).ok_or_else(|| failed(TOO_LARGE))?;
        let next = guess
            .checked_add(other)
            .and_then(|sum| sum.checked_div(two))
            .ok_or_else(|| failed(TOO_LARGE))?;
        // From above, the guesses fall until the last digit.
        if next >= guess {
            break;
        }
        guess = next;
    }
    Ok(guess)
}

fn series(engine: &mut Engine) {
    let of = |compute: fn(&[Decimal]) -> Computed<Decimal>| {
        move |values: Array| -> Computed<Decimal> { compute(&decimals(&values)?) }
    };
    engine
        .register_fn("sum", of(total))
        .register_fn("average", of(mean))
        .register_fn("median", of(median))
        .register_fn("slope", of(slope))
        .register_fn("spread", of(spread))
        .register_fn("lowest", of(|values| present(values.iter().min().copied())))
        .register_fn("highest", of(|values| present(values.iter().max().copied())))
        .register_fn("first", of(|values| present(values.first().copied())))
        .register_fn("last", of(|values| present(values.last().copied())))
        .register_fn("at", |values: Array, index: INT| -> Computed<Decimal> {
            let values = decimals(&values)?;
            let found = usize::try_from(index).ok().and_then(|index| values.get(index));
            found
                .copied()
                .ok_or_else(|| failed(&format!("the series has no value {index}")))
        })
        .register_fn("len", |values: Array| {
            INT::try_from(values.len()).unwrap_or(INT::MAX)
        });
}

fn present(found: Option<Decimal>) -> Computed<Decimal> {
    found.ok_or_else(|| failed("the series is empty"))
}

fn decimals(values: &Array) -> Computed<Vec<Decimal>> {
    values
        .iter()
        .map(|value| decimal(value).ok_or_else(|| failed("a series holds numbers alone")))
        .collect()
}

/// A number of either kind; `None` for anything else.
pub(super) fn decimal(value: &Dynamic) -> Option<Decimal> {
    value
        .as_decimal()
        .or_else(|_| value.as_int().map(Decimal::from))
        .ok()
}

fn total(values: &[Decimal]) -> Computed<Decimal> {
    values.iter().try_fold(Decimal::ZERO, |sum, value| {
        sum.checked_add(*value).ok_or_else(|| failed(TOO_LARGE))
    })
}

fn mean(values: &[Decimal]) -> Computed<Decimal> {
    if values.is_empty() {
        return present(None);
    }
    divided(total(values)?, Decimal::from(values.len()))
}

fn median(values: &[Decimal]) -> Computed<Decimal> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len().div_euclid(2);
    if sorted.len().rem_euclid(2) == 1 {
        return present(sorted.get(middle).copied());
    }
    let lower = middle.checked_sub(1).and_then(|at| sorted.get(at)).copied();
    match (lower, sorted.get(middle).copied()) {
        (Some(one), Some(other)) => mean(&[one, other]),
        _ => present(None),
    }
}

/// Least squares over days 0, 1, 2, …: the sum of (day - mean day) x value over the sum of (day - mean day)².
fn slope(values: &[Decimal]) -> Computed<Decimal> {
    if values.len() < 2 {
        return Err(failed("a slope needs two days"));
    }
    let days: Vec<Decimal> = (0..values.len()).map(Decimal::from).collect();
    let middle = mean(&days)?;
    let (mut over, mut under) = (Decimal::ZERO, Decimal::ZERO);
    for (day, value) in days.iter().zip(values) {
        let large = || failed(TOO_LARGE);
        let step = day.checked_sub(middle).ok_or_else(large)?;
        let product = step.checked_mul(*value).ok_or_else(large)?;
        over = over.checked_add(product).ok_or_else(large)?;
        let square = step.checked_mul(step).ok_or_else(large)?;
        under = under.checked_add(square).ok_or_else(large)?;
    }
    divided(over, under)
}

fn spread(values: &[Decimal]) -> Computed<Decimal> {
    let middle = mean(values)?;
    let mut squares = Vec::with_capacity(values.len());
    for value in values {
        let large = || failed(TOO_LARGE);
        let step = value.checked_sub(middle).ok_or_else(large)?;
        squares.push(step.checked_mul(step).ok_or_else(large)?);
    }
    root(mean(&squares)?)
}
