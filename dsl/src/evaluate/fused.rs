//! Comparisons of cells and quotients of cells, which is what nearly every condition is made of: decided straight on the columns,
//! without a register for either side.
//!
//! `cpa > $45` is `spend > 45 * conversions` wherever it is known. The factors are found once, when the plan is made; each column
//! tells how many bits its cells need, and they are multiplied out in 64 bits where those suffice, in 128 where those do, and left to
//! the registers of any size where not.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "bits are counted before a product is taken; columns of one batch have one length"
)]

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::ops::Range;

use crate::column::Column;
use crate::evaluate::answers::{Answers, FALSE, TRUE, UNKNOWN};
use crate::evaluate::lanes::{INFINITE, KNOWN, Lane, UNDEFINED};
use crate::evaluate::plan::{N, NumberOp};
use crate::rational::Rational;
use crate::typed::Comparison;

/// Rows whose signs are taken together.
const CHUNK: usize = 16;

/// 255 where a number is below zero. Comparisons of 64 bits are what older processors lack: the upper halves' signs they pack many at
/// once.
#[expect(
    clippy::cast_sign_loss,
    reason = "the upper half holds the sign, and a byte of the sign is all ones or all zeros"
)]
fn below_zero(numbers: &[i64; CHUNK]) -> [u8; CHUNK] {
    let mut signs = [0; CHUNK];
    for (sign, number) in signs.iter_mut().zip(numbers) {
        let upper = (number >> 32) as i32;
        *sign = (upper >> 31) as u8;
    }
    signs
}

/// 255 where the number made of two cells is below zero.
fn masks(one: &[i64], other: &[i64], number: impl Fn(i64, i64) -> i64) -> Vec<u8> {
    let signs = |one: &[i64; CHUNK], other: &[i64; CHUNK]| {
        let mut numbers = [0; CHUNK];
        for ((place, one), other) in numbers.iter_mut().zip(one).zip(other) {
            *place = number(*one, *other);
        }
        below_zero(&numbers)
    };
    let padded = |rest: &[i64]| {
        let mut chunk = [0; CHUNK];
        chunk[..rest.len()].copy_from_slice(rest);
        chunk
    };
    let mut masks = vec![0; one.len()];
    let (ones, one_rest) = one.as_chunks();
    let (others, other_rest) = other.as_chunks();
    let (places, place_rest) = masks.as_chunks_mut();
    for ((place, one), other) in places.iter_mut().zip(ones).zip(others) {
        *place = signs(one, other);
    }
    let last = signs(&padded(one_rest), &padded(other_rest));
    place_rest.copy_from_slice(&last[..place_rest.len()]);
    masks
}

/// Below zero where the value is above it.
const fn above_zero(value: i64) -> i64 {
    !(value | value.wrapping_sub(1))
}

/// Below zero where the value is zero.
const fn at_zero(value: i64) -> i64 {
    !(value | value.wrapping_neg())
}

/// Cells of one column over one batch.
#[derive(Debug)]
pub(super) struct Cells<'t> {
    column: Cow<'t, Column>,
    rows: Range<usize>,
    /// Whether every cell is known.
    known: bool,
    /// 255 where a value is not above zero: asked by `x > 0` and by every quotient over `x`, which mostly stand together.
    lacking: OnceCell<Vec<u8>>,
}

impl<'t> Cells<'t> {
    /// INVARIANT: the column has these rows.
    pub(super) fn of(column: Cow<'t, Column>, rows: Range<usize>) -> Self {
        let states = column.states().get(rows.clone()).unwrap_or_default();
        Self {
            known: states.iter().fold(KNOWN, |all, state| all | state) == KNOWN,
            column,
            rows,
            lacking: OnceCell::new(),
        }
    }

    /// The emptied column, for the next batch to fill, unless the table lent it.
    pub(super) fn into_column(self) -> Option<Column> {
        match self.column {
            Cow::Owned(mut column) => {
                column.clear();
                Some(column)
            }
            Cow::Borrowed(_) => None,
        }
    }

    /// The same as a register, each cell worth `scale`.
    pub(super) fn lane(&self, scale: Rational) -> Lane {
        let states = if self.known {
            vec![KNOWN; self.rows.len()]
        } else {
            self.column.states()[self.rows.clone()].to_vec()
        };
        Lane::cells(self.values(), states, scale)
    }

    fn values(&self) -> &[i64] {
        &self.column.values()[self.rows.clone()]
    }

    /// Whether every value is a word of 32 bits: two of them are multiplied at once.
    fn words(&self) -> bool {
        self.column.is_never_negative() && self.column.bits() <= u32::BITS
    }

    fn lacking(&self) -> &[u8] {
        self.lacking
            .get_or_init(|| masks(self.values(), self.values(), |value, _| !above_zero(value)))
    }

    fn state(&self, row: usize) -> u8 {
        if self.known {
            KNOWN
        } else {
            self.column.states()[self.rows.start + row]
        }
    }
}

/// `scale * over / under`.
#[derive(Clone, Debug)]
struct Side {
    scale: Rational,
    over: Option<N>,
    under: Option<N>,
    /// Whether a numerator above zero over zero is infinite.
    infinite: bool,
}

/// `factor * one * other`, of which either may be absent.
#[derive(Clone, Debug)]
struct Term {
    factor: i64,
    columns: [Option<N>; 2],
}

/// A comparison multiplied out.
#[derive(Clone, Debug)]
pub(super) struct Fused {
    operator: Comparison,
    left: Side,
    right: Side,
    left_term: Term,
    right_term: Term,
}

impl Fused {
    /// `None` where a side is more than a quotient of two columns.
    pub(super) fn of(numbers: &[NumberOp], operator: Comparison, left: N, right: N) -> Option<Self> {
        let (left, right) = (side(numbers, left)?, side(numbers, right)?);
        let columns = [left.over, left.under, right.over, right.under];
        if columns.iter().all(Option::is_none) {
            return None;
        }
        let (left_factor, right_factor) = match left.scale.over(&right.scale.abs()) {
            Some(ratio) => {
                let (over, under) = ratio.words()?;
                (over, under * sign(&right.scale))
            }
            // Beside a zero nothing counts but the sign.
            None => (sign(&left.scale), 0),
        };
        Some(Self {
            operator,
            left_term: Term {
                factor: left_factor,
                columns: [left.over, right.under],
            },
            right_term: Term {
                factor: right_factor,
                columns: [right.over, left.under],
            },
            left,
            right,
        })
    }

    /// The columns it reads.
    pub(super) fn columns(&self) -> impl Iterator<Item = N> {
        let Self { left, right, .. } = self;
        [left.over, left.under, right.over, right.under]
            .into_iter()
            .flatten()
    }

    /// The answer in every row; `None` where the products need more than 128 bits.
    pub(super) fn decide<'c>(&self, rows: usize, cells: &impl Fn(N) -> &'c Cells<'c>) -> Option<Answers> {
        let left = Product::of(&self.left_term, cells);
        let right = Product::of(&self.right_term, cells);
        let bits = left.bits.max(right.bits);
        let mut answers = Answers::decided(if bits <= 61 {
            ordered(self.operator, &left, &right, rows)
        } else if bits <= 126 {
            each(self.operator, left.wide(rows).into_iter().zip(right.wide(rows)))
        } else {
            return None;
        });
        if self.columns().all(|column| cells(column).known) {
            self.divisors(cells, &mut answers);
        } else {
            self.gaps(cells, &mut answers);
        }
        Some(answers)
    }

    /// What divisors that are not above zero make of the rows, every cell being known.
    fn divisors<'c>(&self, cells: &impl Fn(N) -> &'c Cells<'c>, answers: &mut Answers) {
        let divided = [&self.left, &self.right]
            .into_iter()
            .filter(|side| side.under.is_some())
            .count();
        if divided > 1 && (self.left.infinite || self.right.infinite) {
            return self.gaps(cells, answers);
        }
        for (side, beyond) in [(&self.left, Ordering::Greater), (&self.right, Ordering::Less)] {
            let Some(under) = side.under.map(cells) else {
                continue;
            };
            answers.put(under.lacking(), UNKNOWN, UNDEFINED);
            if !side.infinite {
                continue;
            }
            let under = under.values();
            let over = side.over.map(|column| cells(column).values());
            let raised = match (over, sign(&side.scale)) {
                (Some(over), 1) => masks(over, under, |over, under| at_zero(under) & above_zero(over)),
                (Some(over), -1) => masks(over, under, |over, under| at_zero(under) & over),
                (None, 1) => masks(under, under, |under, _| at_zero(under)),
                _ => continue,
            };
            answers.put(&raised, byte(self.operator.holds(beyond)), KNOWN);
        }
    }

    /// Row by row, where cells are missing.
    fn gaps<'c>(&self, cells: &impl Fn(N) -> &'c Cells<'c>, answers: &mut Answers) {
        let left = State::of(&self.left, cells);
        let right = State::of(&self.right, cells);
        let holds = |ordering| (byte(self.operator.holds(ordering)), KNOWN);
        answers.each(|row, truth| match (left.at(row), right.at(row)) {
            (KNOWN, KNOWN) => (truth, KNOWN),
            (INFINITE, INFINITE) => holds(Ordering::Equal),
            (INFINITE, KNOWN) => holds(Ordering::Greater),
            (KNOWN, INFINITE) => holds(Ordering::Less),
            (left, right) => (UNKNOWN, left.max(right)),
        });
    }
}

/// What a register is made of, where it is a constant, a column or a quotient of them.
fn side(numbers: &[NumberOp], index: N) -> Option<Side> {
    let plain = |scale: Rational, over: Option<N>| Side {
        scale,
        over,
        under: None,
        infinite: false,
    };
    match numbers.get(index)? {
        NumberOp::Constant(value) => Some(plain(value.clone(), None)),
        NumberOp::Metric { metric, .. } | NumberOp::OfParent { metric, .. } => {
            Some(plain(metric.cell_scale(), Some(index)))
        }
        NumberOp::Attribute(attribute) if !attribute.is_ambient() => {
            Some(plain(attribute.cell_scale(), Some(index)))
        }
        NumberOp::Multiply(one, other) => {
            let (one, other) = (side(numbers, *one)?, side(numbers, *other)?);
            if one.infinite || other.infinite {
                return None;
            }
            Some(Side {
                scale: one.scale.times(&other.scale),
                over: at_most_one(one.over, other.over)?,
                under: at_most_one(one.under, other.under)?,
                infinite: false,
            })
        }
        NumberOp::Divide(over, under) => quotient(numbers, *over, *under),
        NumberOp::ElseInfinite(inner) => match numbers.get(*inner)? {
            NumberOp::Divide(over, under) => {
                let (over, under) = (side(numbers, *over)?, side(numbers, *under)?);
                // Only this division's own zero is infinite.
                if over.under.is_some() || under.over.is_none() {
                    return None;
                }
                Some(Side {
                    infinite: true,
                    ..divided(over, under)?
                })
            }
            _ => None,
        },
        _ => None,
    }
}

fn quotient(numbers: &[NumberOp], over: N, under: N) -> Option<Side> {
    divided(side(numbers, over)?, side(numbers, under)?)
}

fn divided(over: Side, under: Side) -> Option<Side> {
    if under.under.is_some() || under.infinite || over.infinite {
        return None;
    }
    Some(Side {
        // `None` for a divisor whose sign turns: the registers know about those.
        scale: over.scale.over(&under.scale)?,
        over: over.over,
        under: at_most_one(over.under, under.over)?,
        infinite: false,
    })
}

/// `None` where there are two.
fn at_most_one(one: Option<N>, other: Option<N>) -> Option<Option<N>> {
    match (one, other) {
        (Some(_), Some(_)) => None,
        (one, other) => Some(one.or(other)),
    }
}

fn sign(value: &Rational) -> i64 {
    i64::from(value.is_positive()) - i64::from(value.is_negative())
}

/// The state of one side, row by row.
struct State<'c> {
    over: Option<&'c Cells<'c>>,
    under: Option<&'c Cells<'c>>,
    sign: i64,
    infinite: bool,
}

impl<'c> State<'c> {
    fn of(side: &Side, cells: &impl Fn(N) -> &'c Cells<'c>) -> Self {
        Self {
            over: side.over.map(cells),
            under: side.under.map(cells),
            sign: sign(&side.scale),
            infinite: side.infinite,
        }
    }

    fn at(&self, row: usize) -> u8 {
        let state = |cells: Option<&Cells<'_>>| cells.map_or(KNOWN, |cells| cells.state(row));
        let missing = state(self.over).max(state(self.under));
        let Some(under) = self.under.map(|cells| cells.values()[row]) else {
            return missing;
        };
        if missing != KNOWN || under > 0 {
            return missing;
        }
        let over = self.over.map_or(1, |cells| cells.values()[row].signum()) * self.sign;
        if self.infinite && under == 0 && over > 0 {
            INFINITE
        } else {
            UNDEFINED
        }
    }
}

/// A term with its columns at hand.
struct Product<'c> {
    factor: i64,
    columns: [Option<&'c Cells<'c>>; 2],
    bits: u32,
}

impl<'c> Product<'c> {
    fn of(term: &Term, cells: &impl Fn(N) -> &'c Cells<'c>) -> Self {
        let columns = term.columns.map(|column| column.map(cells));
        let own = i64::BITS - term.factor.unsigned_abs().leading_zeros();
        Self {
            factor: term.factor,
            bits: columns
                .iter()
                .flatten()
                .fold(own, |bits, cells| bits + cells.column.bits()),
            columns,
        }
    }

    /// INVARIANT: the product fits 62 bits in every row.
    fn multiplied(&self, rows: usize) -> Vec<i64> {
        let mut values = vec![self.factor; rows];
        for column in self.columns.iter().flatten() {
            for (value, cell) in values.iter_mut().zip(column.values()) {
                *value *= cell;
            }
        }
        values
    }

    fn wide(&self, rows: usize) -> Vec<i128> {
        let mut values = vec![i128::from(self.factor); rows];
        for column in self.columns.iter().flatten() {
            for (value, cell) in values.iter_mut().zip(column.values()) {
                *value *= i128::from(*cell);
            }
        }
        values
    }
}

/// INVARIANT: both products fit 62 bits in every row, so that neither they nor their difference leave 64.
fn ordered(operator: Comparison, left: &Product<'_>, right: &Product<'_>, rows: usize) -> Vec<u8> {
    let (k, j) = (left.factor, right.factor);
    match (left.columns, right.columns) {
        ([Some(one), None] | [None, Some(one)], [None, None]) => {
            let lacking = || one.lacking().iter();
            let one = one.values();
            match (k, j, operator) {
                (1, 0, Comparison::Greater) => lacking().map(|mask| !mask & TRUE).collect(),
                (1, 0, Comparison::AtMost) => lacking().map(|mask| mask & TRUE).collect(),
                (1, ..) => apart(operator, one, one, |one, _| one - j),
                _ => apart(operator, one, one, |one, _| k * one - j),
            }
        }
        ([None, None], [Some(other), None] | [None, Some(other)]) => {
            apart(operator, other.values(), other.values(), |other, _| k - j * other)
        }
        ([Some(one), None] | [None, Some(one)], [Some(other), None] | [None, Some(other)]) => {
            let (first, second) = (one.values(), other.values());
            match (u32::try_from(k), u32::try_from(j)) {
                (Ok(1), Ok(j)) if other.words() => {
                    apart(operator, first, second, |one, other| one - word_product(other, j))
                }
                (Ok(k), Ok(j)) if one.words() && other.words() => {
                    apart(operator, first, second, |one, other| {
                        word_product(one, k) - word_product(other, j)
                    })
                }
                (Ok(k), Ok(j)) => apart(operator, first, second, |one, other| {
                    product(one, k) - product(other, j)
                }),
                _ => apart(operator, first, second, |one, other| k * one - j * other),
            }
        }
        _ => each(
            operator,
            left.multiplied(rows).into_iter().zip(right.multiplied(rows)),
        ),
    }
}

/// The product of two words.
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a cell of words is at least zero and fits 32 bits; the product's bits were counted"
)]
fn word_product(cell: i64, factor: u32) -> i64 {
    (u64::from(cell as u32) * u64::from(factor)) as i64
}

/// The product of a cell with a word, half by half: whole products of 64 bits are not taken many at once.
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "whatever wraps in between, the product's own bits were counted: it fits"
)]
fn product(cell: i64, factor: u32) -> i64 {
    let (cell, factor) = (cell as u64, u64::from(factor));
    let lower = u64::from(cell as u32) * factor;
    let upper = (cell >> 32) * factor;
    lower.wrapping_add(upper << 32) as i64
}

/// By the sign of the difference, or by its opposite.
fn apart(operator: Comparison, one: &[i64], other: &[i64], gap: impl Fn(i64, i64) -> i64 + Copy) -> Vec<u8> {
    let mut truths = match operator {
        Comparison::Less | Comparison::AtLeast => masks(one, other, gap),
        Comparison::Greater | Comparison::AtMost => masks(one, other, |one, other| -gap(one, other)),
        Comparison::Equal | Comparison::NotEqual => masks(one, other, |one, other| at_zero(gap(one, other))),
    };
    let turned = match operator {
        Comparison::Less | Comparison::Greater | Comparison::Equal => 0,
        Comparison::AtLeast | Comparison::AtMost | Comparison::NotEqual => u8::MAX,
    };
    for truth in &mut truths {
        *truth = (*truth ^ turned) & TRUE;
    }
    truths
}

fn each<T: Ord>(operator: Comparison, pairs: impl Iterator<Item = (T, T)>) -> Vec<u8> {
    match operator {
        Comparison::Greater => pairs.map(|(left, right)| byte(left > right)).collect(),
        Comparison::AtLeast => pairs.map(|(left, right)| byte(left >= right)).collect(),
        Comparison::Less => pairs.map(|(left, right)| byte(left < right)).collect(),
        Comparison::AtMost => pairs.map(|(left, right)| byte(left <= right)).collect(),
        Comparison::Equal => pairs.map(|(left, right)| byte(left == right)).collect(),
        Comparison::NotEqual => pairs.map(|(left, right)| byte(left != right)).collect(),
    }
}

const fn byte(holds: bool) -> u8 {
    if holds { TRUE } else { FALSE }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const OPERATORS: [Comparison; 6] = [
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::AtLeast,
        Comparison::Greater,
    ];

    /// At most 61 bits, many of them equal and many next to each other.
    fn side() -> impl Strategy<Value = i64> {
        prop_oneof![-3_i64..4, -(1_i64 << 61)..(1 << 61)]
    }

    fn any_cell() -> impl Strategy<Value = i64> {
        prop_oneof![
            Just(0),
            Just(1),
            Just(-1),
            Just(i64::MIN),
            Just(i64::MAX),
            any::<i64>()
        ]
    }

    proptest! {
        #[test]
        fn rows_compared_together_are_what_each_is_by_itself(rows in vec((side(), side()), 0..50)) {
            let (ones, others): (Vec<i64>, Vec<i64>) = rows.iter().copied().unzip();
            for operator in OPERATORS {
                let found = apart(operator, &ones, &others, |one, other| one - other);
                let expected: Vec<u8> = rows.iter().map(|(one, other)| byte(operator.holds(one.cmp(other)))).collect();
                prop_assert_eq!(found, expected, "{:?}", operator);
            }
        }

        #[test]
        fn products_are_exact_wherever_they_fit(cell in any_cell(), factor in any::<u32>()) {
            if let Some(expected) = cell.checked_mul(i64::from(factor)) {
                prop_assert_eq!(product(cell, factor), expected);
                if u32::try_from(cell).is_ok() {
                    prop_assert_eq!(word_product(cell, factor), expected);
                }
            }
        }

        #[test]
        fn every_cell_is_above_zero_at_zero_or_below_it(cells in vec(any_cell(), 0..50)) {
            let holds = |found: Vec<u8>, is: fn(i64) -> bool| {
                found == cells.iter().map(|cell| if is(*cell) { u8::MAX } else { 0 }).collect::<Vec<u8>>()
            };
            prop_assert!(holds(masks(&cells, &cells, |cell, _| cell), |cell| cell < 0));
            prop_assert!(holds(masks(&cells, &cells, |cell, _| above_zero(cell)), |cell| cell > 0));
            prop_assert!(holds(masks(&cells, &cells, |cell, _| at_zero(cell)), |cell| cell == 0));
        }
    }
}
