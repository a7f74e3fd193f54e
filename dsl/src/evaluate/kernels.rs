//! The loops. Each output has a bound computed from the bounds of its inputs before any row is touched; where it fits an `i128` the
//! loop runs on plain integers, where not on integers of any size. Nothing wraps, nothing is rounded.
//!
//! Property tests hold these kernels to the tree walk of `explain`, which computes with reduced fractions.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "bounds are proved per operation before the loop; lanes of one batch have one length"
)]

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::evaluate::Truth;
use crate::evaluate::answers::Answers;
use crate::evaluate::lanes::{INFINITE, KNOWN, Lane, OVER_ZERO, UNDEFINED, Values, fits};
use crate::rational::Rational;
use crate::table::MissingReason;
use crate::typed::Comparison;

/// How many of the weeks a median is of must be known.
const LEAST_KNOWN: usize = 3;
const TOO_FEW: u8 = MissingReason::TooFewKnown.code();

/// The heavier of two states; an undefined input makes an undefined result, of which no infinity can be made.
fn merged(left: u8, right: u8) -> u8 {
    let state = left.max(right);
    if state == OVER_ZERO { UNDEFINED } else { state }
}

fn merge_states(left: &[u8], right: &[u8]) -> Vec<u8> {
    left.iter()
        .zip(right)
        .map(|(left, right)| merged(*left, *right))
        .collect()
}

/// `factor * a * b` in every row.
fn product(a: &Values, b: &Values, factor: &BigInt, bound: &BigInt, rows: usize) -> Values {
    if factor.is_zero() {
        // The bound is zero whatever the inputs are, so that it proves nothing about them.
        return Values::Small(vec![0; rows]);
    }
    if let (true, Some(narrow)) = (fits(bound), factor.to_i128()) {
        match (a, b) {
            (Values::One, Values::One) if narrow == 1 => return Values::One,
            (Values::One, Values::One) => return Values::Small(vec![narrow; rows]),
            (Values::Small(one), Values::One) | (Values::One, Values::Small(one)) => {
                return Values::Small(one.iter().map(|value| value * narrow).collect());
            }
            (Values::Small(a), Values::Small(b)) => {
                return Values::Small(a.iter().zip(b).map(|(a, b)| a * b * narrow).collect());
            }
            _ => {}
        }
    }
    Values::Big((0..rows).map(|row| big(a, row) * big(b, row) * factor).collect())
}

fn big(values: &Values, row: usize) -> BigInt {
    match values {
        Values::One => BigInt::one(),
        Values::Small(values) => BigInt::from(values[row]),
        Values::Big(values) => values[row].clone(),
    }
}

fn plus(a: Values, b: Values, bound: &BigInt, rows: usize) -> Values {
    match (a, b) {
        (Values::Small(a), Values::Small(b)) if fits(bound) => {
            Values::Small(a.iter().zip(&b).map(|(a, b)| a + b).collect())
        }
        (a, b) if fits(bound) => {
            let narrow = |values: &Values, row: usize| match values {
                Values::One => 1,
                Values::Small(values) => values[row],
                // The bound holds for every row, so the value fits.
                Values::Big(values) => values[row].to_i128().unwrap_or(0),
            };
            Values::Small((0..rows).map(|row| narrow(&a, row) + narrow(&b, row)).collect())
        }
        (a, b) => Values::Big((0..rows).map(|row| big(&a, row) + big(&b, row)).collect()),
    }
}

pub(super) fn add(left: &Lane, right: &Lane) -> Lane {
    let rows = left.rows();
    let states = merge_states(&left.states, &right.states);
    // A common measure of both scales: left = a * g, right = b * g with whole a and b.
    let denominator = left.scale.denominator().lcm(&right.scale.denominator());
    let a = left.scale.numerator() * (&denominator / left.scale.denominator());
    let b = right.scale.numerator() * (&denominator / right.scale.denominator());
    let common = a.gcd(&b);
    let (a, b) = if common.is_zero() {
        (a, b)
    } else {
        (a / &common, b / &common)
    };
    let scale = Rational::fraction(if common.is_zero() { BigInt::one() } else { common }, denominator)
        .unwrap_or_else(Rational::zero);

    let left_bound = a.abs() * &left.numerator_bound * &right.denominator_bound;
    let right_bound = b.abs() * &right.numerator_bound * &left.denominator_bound;
    let numerator_bound = &left_bound + &right_bound;
    let denominator_bound = &left.denominator_bound * &right.denominator_bound;
    let left_part = product(&left.numerator, &right.denominator, &a, &left_bound, rows);
    let right_part = product(&right.numerator, &left.denominator, &b, &right_bound, rows);
    Lane {
        scale,
        numerator: plus(left_part, right_part, &numerator_bound, rows),
        numerator_bound,
        denominator: product(
            &left.denominator,
            &right.denominator,
            &BigInt::one(),
            &denominator_bound,
            rows,
        ),
        denominator_bound,
        states,
    }
}

pub(super) fn multiply(left: &Lane, right: &Lane) -> Lane {
    let rows = left.rows();
    let numerator_bound = &left.numerator_bound * &right.numerator_bound;
    let denominator_bound = &left.denominator_bound * &right.denominator_bound;
    Lane {
        scale: left.scale.times(&right.scale),
        numerator: product(
            &left.numerator,
            &right.numerator,
            &BigInt::one(),
            &numerator_bound,
            rows,
        ),
        denominator: product(
            &left.denominator,
            &right.denominator,
            &BigInt::one(),
            &denominator_bound,
            rows,
        ),
        numerator_bound,
        denominator_bound,
        states: merge_states(&left.states, &right.states),
    }
}

/// An amount at a rate, which is above zero: a quotient over zero stays one that `else infinite` replaces.
pub(super) fn convert(amount: &Lane, rate: &Lane) -> Lane {
    let mut converted = multiply(amount, rate);
    let states = amount.states.iter().zip(&rate.states);
    for (state, (own, rate)) in converted.states.iter_mut().zip(states) {
        if *rate == KNOWN {
            *state = *own;
        }
    }
    converted
}

/// Undefined where the right side is zero or below.
pub(super) fn divide(left: &Lane, right: &Lane) -> Lane {
    let rows = left.rows();
    let mut states = merge_states(&left.states, &right.states);
    let right_sign = sign(&right.scale);
    let left_sign = sign(&left.scale);
    for (row, state) in states.iter_mut().enumerate() {
        if *state != KNOWN {
            continue;
        }
        let under = signum(&right.numerator, row) * right_sign;
        if under <= 0 {
            let over = signum(&left.numerator, row) * left_sign;
            *state = if under == 0 && over > 0 {
                OVER_ZERO
            } else {
                UNDEFINED
            };
        }
    }
    let scale = if right_sign == 0 {
        Rational::zero()
    } else {
        left.scale.over(&right.scale.abs()).unwrap_or_else(Rational::zero)
    };
    let numerator_bound = &left.numerator_bound * &right.denominator_bound;
    // A divisor that is zero everywhere leaves denominators of 1 behind.
    let denominator_bound = (&left.denominator_bound * &right.numerator_bound).max(BigInt::one());
    let numerator = product(
        &left.numerator,
        &right.denominator,
        &BigInt::one(),
        &numerator_bound,
        rows,
    );
    let turned = BigInt::from(if right_sign < 0 { -1 } else { 1 });
    let mut denominator = product(
        &left.denominator,
        &right.numerator,
        &turned,
        &denominator_bound,
        rows,
    );
    match &mut denominator {
        Values::One => {}
        Values::Small(values) => {
            for (value, state) in values.iter_mut().zip(&states) {
                if *state != KNOWN {
                    *value = 1;
                }
            }
        }
        Values::Big(values) => {
            for (value, state) in values.iter_mut().zip(&states) {
                if *state != KNOWN {
                    *value = BigInt::one();
                }
            }
        }
    }
    Lane {
        scale,
        numerator,
        numerator_bound,
        denominator,
        denominator_bound,
        states,
    }
}

fn sign(value: &Rational) -> i32 {
    i32::from(value.is_positive()) - i32::from(value.is_negative())
}

fn signum(values: &Values, row: usize) -> i32 {
    match values {
        Values::One => 1,
        Values::Small(values) => match values[row].cmp(&0) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        },
        Values::Big(values) => i32::from(values[row].is_positive()) - i32::from(values[row].is_negative()),
    }
}

/// `left else right`: only what is undefined is replaced.
pub(super) fn otherwise(left: &Lane, right: &Lane) -> Lane {
    let rows = left.rows();
    let replaced: Vec<bool> = left
        .states
        .iter()
        .map(|state| matches!(*state, OVER_ZERO | UNDEFINED))
        .collect();
    let states = left
        .states
        .iter()
        .zip(&right.states)
        .zip(&replaced)
        .map(|((left, right), replaced)| if *replaced { *right } else { *left })
        .collect();
    // Both sides on one scale: left = a * g, right = b * g with whole a and b.
    let denominator = left.scale.denominator().lcm(&right.scale.denominator());
    let a = left.scale.numerator() * (&denominator / left.scale.denominator());
    let b = right.scale.numerator() * (&denominator / right.scale.denominator());
    let left_bound = a.abs() * &left.numerator_bound;
    let right_bound = b.abs() * &right.numerator_bound;
    let one = Values::One;
    let left_part = product(&left.numerator, &one, &a, &left_bound, rows);
    let right_part = product(&right.numerator, &one, &b, &right_bound, rows);
    let numerator_bound = left_bound.max(right_bound);
    let denominator_bound = (&left.denominator_bound).max(&right.denominator_bound).clone();
    Lane {
        scale: Rational::fraction(BigInt::one(), denominator).unwrap_or_else(Rational::zero),
        numerator: choose(&left_part, &right_part, &replaced, &numerator_bound),
        denominator: choose(
            &left.denominator,
            &right.denominator,
            &replaced,
            &denominator_bound,
        ),
        numerator_bound,
        denominator_bound,
        states,
    }
}

fn choose(left: &Values, right: &Values, take_right: &[bool], bound: &BigInt) -> Values {
    if matches!((left, right), (Values::One, Values::One)) {
        return Values::One;
    }
    let pick = |row: usize, right_side: bool| big(if right_side { right } else { left }, row);
    if !fits(bound) {
        return Values::Big(
            take_right
                .iter()
                .enumerate()
                .map(|(row, right_side)| pick(row, *right_side))
                .collect(),
        );
    }
    let narrow = |values: &Values, row: usize| match values {
        Values::One => 1,
        Values::Small(values) => values[row],
        Values::Big(values) => values[row].to_i128().unwrap_or(0),
    };
    Values::Small(
        take_right
            .iter()
            .enumerate()
            .map(|(row, right_side)| narrow(if *right_side { right } else { left }, row))
            .collect(),
    )
}

/// `left else infinite`: n / 0 with n above zero becomes infinite, everything else undefined stays so.
pub(super) fn otherwise_infinite(lane: &Lane) -> Lane {
    let states = lane
        .states
        .iter()
        .map(|state| if *state == OVER_ZERO { INFINITE } else { *state })
        .collect();
    Lane {
        states,
        ..lane.clone()
    }
}

/// The median of the known ones of four lanes, of which three must be known.
pub(super) fn median(lanes: &[&Lane], rows: usize) -> Lane {
    let scale_of = |lane: &Lane| (lane.scale.clone(), matches!(lane.denominator, Values::One));
    let first = lanes.first().map(|lane| scale_of(lane));
    let plain = lanes
        .iter()
        .all(|lane| matches!(lane.numerator, Values::Small(_)) && Some(scale_of(lane)) == first);
    let mut states = Vec::with_capacity(rows);
    for row in 0..rows {
        let row_states = lanes.iter().map(|lane| lane.states[row]);
        let known = row_states.clone().filter(|state| *state == KNOWN).count();
        states.push(if known >= LEAST_KNOWN {
            KNOWN
        } else if known == 0 {
            row_states.max().unwrap_or(TOO_FEW).max(TOO_FEW)
        } else {
            TOO_FEW
        });
    }
    match first {
        Some((scale, true)) if plain => median_of_integers(lanes, scale, states),
        _ => median_of_fractions(lanes, states),
    }
}

/// All on one scale: the sum of the two in the middle, or twice the one, on half of it.
fn median_of_integers(lanes: &[&Lane], scale: Rational, states: Vec<u8>) -> Lane {
    let numerator_bound = lanes
        .iter()
        .map(|lane| &lane.numerator_bound)
        .max()
        .cloned()
        .unwrap_or_else(BigInt::one)
        * 2;
    let half = Rational::fraction(1, 2).unwrap_or_else(Rational::zero);
    let small = fits(&numerator_bound);
    let mut narrow = Vec::with_capacity(states.len());
    let mut wide = Vec::new();
    let mut known: Vec<i128> = Vec::with_capacity(lanes.len());
    for (row, state) in states.iter().enumerate() {
        known.clear();
        for lane in lanes {
            if let (Values::Small(values), true) = (&lane.numerator, lane.states[row] == KNOWN) {
                known.push(values[row]);
            }
        }
        known.sort_unstable();
        let (below, above) = if *state == KNOWN {
            (known[(known.len() - 1) / 2], known[known.len() / 2])
        } else {
            (0, 0)
        };
        if small {
            narrow.push(below + above);
        } else {
            wide.push(BigInt::from(below) + BigInt::from(above));
        }
    }
    Lane {
        scale: scale.times(&half),
        numerator: if small {
            Values::Small(narrow)
        } else {
            Values::Big(wide)
        },
        numerator_bound,
        denominator: Values::One,
        denominator_bound: BigInt::one(),
        states,
    }
}

fn median_of_fractions(lanes: &[&Lane], states: Vec<u8>) -> Lane {
    let rows = states.len();
    let (mut numerators, mut denominators) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for (row, state) in states.iter().enumerate() {
        let mut known: Vec<Rational> = lanes
            .iter()
            .filter(|lane| lane.states[row] == KNOWN)
            .filter_map(|lane| {
                Rational::fraction(big(&lane.numerator, row), big(&lane.denominator, row))
                    .map(|value| value.times(&lane.scale))
            })
            .collect();
        known.sort();
        let middle = if *state == KNOWN && !known.is_empty() {
            let sum = known[(known.len() - 1) / 2].plus(&known[known.len() / 2]);
            sum.over(&Rational::integer(2)).unwrap_or_else(Rational::zero)
        } else {
            Rational::zero()
        };
        numerators.push(middle.numerator());
        denominators.push(middle.denominator());
    }
    let bound = |values: &[BigInt]| values.iter().map(BigInt::abs).max().unwrap_or_else(BigInt::one);
    Lane {
        scale: Rational::integer(1),
        numerator_bound: bound(&numerators),
        numerator: Values::Big(numerators),
        denominator_bound: bound(&denominators),
        denominator: Values::Big(denominators),
        states,
    }
}

pub(super) fn compare(operator: Comparison, left: &Lane, right: &Lane) -> Answers {
    let rows = left.rows();
    // left.scale * ln / ld against right.scale * rn / rd, multiplied out: all denominators are above zero.
    let k_left = left.scale.numerator() * right.scale.denominator();
    let k_right = right.scale.numerator() * left.scale.denominator();
    let common = k_left.gcd(&k_right);
    let (k_left, k_right) = if common.is_zero() {
        (k_left, k_right)
    } else {
        (k_left / &common, k_right / &common)
    };
    let left_bound = k_left.abs() * &left.numerator_bound * &right.denominator_bound;
    let right_bound = k_right.abs() * &right.numerator_bound * &left.denominator_bound;
    let left_part = product(&left.numerator, &right.denominator, &k_left, &left_bound, rows);
    let right_part = product(&right.numerator, &left.denominator, &k_right, &right_bound, rows);
    let compared = |row: usize| {
        let (left_state, right_state) = (left.states[row], right.states[row]);
        let ordering = match (left_state, right_state) {
            (KNOWN, KNOWN) => match (&left_part, &right_part) {
                (Values::Small(a), Values::Small(b)) => a[row].cmp(&b[row]),
                (a, b) => big(a, row).cmp(&big(b, row)),
            },
            (INFINITE, INFINITE) => Ordering::Equal,
            (INFINITE, KNOWN) => Ordering::Greater,
            (KNOWN, INFINITE) => Ordering::Less,
            _ => return (Truth::Unknown, merged(left_state, right_state)),
        };
        (Truth::known(operator.holds(ordering)), KNOWN)
    };
    (0..rows).map(compared).collect()
}
