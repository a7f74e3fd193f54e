//! Comparisons of cells and quotients of cells, which is what nearly every condition is made of: decided straight on the columns,
//! without a register for either side.
//!
//! `cpa > $45` is `spend > 45 * conversions` wherever it is known. The factors are found once, when the plan is made; each batch
//! tells how many bits its cells need, and is multiplied out in 64 bits where they suffice, in 128 where those do, and left to
//! the registers of any size where not.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "bits are counted per batch before a product is taken; columns of one batch have one length"
)]

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

use crate::evaluate::Truth;
use crate::evaluate::lanes::{INFINITE, KNOWN, UNDEFINED};
use crate::evaluate::plan::{N, NumberOp};
use crate::rational::Rational;
use crate::typed::Comparison;

/// [`Truth`] while it is computed with: 0 false, 1 unknown, 2 true. Bytes are multiplied where an `if` would be a branch a row.
const UNKNOWN: u8 = 1;

fn byte(truth: bool) -> u8 {
    2 * u8::from(truth)
}

fn truth(byte: u8) -> Truth {
    match byte {
        0 => Truth::False,
        UNKNOWN => Truth::Unknown,
        _ => Truth::True,
    }
}

/// The sign's bit. Comparisons of 64 bits are what older processors lack: shifts they take many at once.
#[expect(clippy::cast_sign_loss, reason = "the bit is what is asked for")]
const fn negative(value: i64) -> u8 {
    (value as u64 >> 63) as u8
}

/// 1 at zero and below.
const fn not_above_zero(value: i64) -> u8 {
    negative(value | value.wrapping_sub(1))
}

const fn is_zero(value: i64) -> u8 {
    1 - negative(value | value.wrapping_neg())
}

/// Puts `instead` where `other` is 1.
fn choose(values: &mut [u8], other: &[u8], instead: u8) {
    for (value, other) in values.iter_mut().zip(other) {
        let mask = other.wrapping_neg();
        *value = (*value & !mask) | (instead & mask);
    }
}

/// Cells of one column over one batch.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) values: Vec<i64>,
    pub(super) states: Vec<u8>,
    /// Whether every cell is known.
    clean: bool,
    /// No value is larger in magnitude than two to the power of this.
    bits: u32,
    /// Whether every value is a word of 32 bits: two of them are multiplied at once.
    words: bool,
}

impl Cells {
    pub(super) fn of(values: Vec<i64>, states: Vec<u8>) -> Self {
        // Folds without a branch: a processor takes many cells at once. Nearly all columns stay above zero.
        let worst = states.iter().fold(0, |all, state| all | *state);
        let mut magnitude = values.iter().fold(0, |all, value| all | value);
        let below_zero = magnitude < 0;
        if below_zero {
            magnitude = values.iter().fold(0, |all, value| all | (value ^ (value >> 63)));
        }
        let bits = i64::BITS - magnitude.leading_zeros();
        Self {
            clean: worst == KNOWN,
            bits,
            words: !below_zero && bits <= u32::BITS,
            values,
            states,
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
        let left_factor = left.scale.numerator() * right.scale.denominator();
        let right_factor = right.scale.numerator() * left.scale.denominator();
        let common = left_factor.gcd(&right_factor);
        let narrow = |factor: BigInt| {
            if common.is_zero() {
                factor.to_i64()
            } else {
                (factor / &common).to_i64()
            }
        };
        Some(Self {
            operator,
            left_term: Term {
                factor: narrow(left_factor)?,
                columns: [left.over, right.under],
            },
            right_term: Term {
                factor: narrow(right_factor)?,
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

    /// Truth and reason of every row; `None` where the products need more than 128 bits.
    pub(super) fn decide<'c>(
        &self,
        rows: usize,
        cells: &impl Fn(N) -> &'c Cells,
    ) -> Option<(Vec<Truth>, Vec<u8>)> {
        let left = Product::of(&self.left_term, cells);
        let right = Product::of(&self.right_term, cells);
        let bits = left.bits.max(right.bits);
        let mut truths = if bits <= 61 {
            ordered(self.operator, &left, &right, rows)
        } else if bits <= 126 {
            each(self.operator, left.wide(rows).into_iter().zip(right.wide(rows)))
        } else {
            return None;
        };
        let mut reasons = vec![KNOWN; rows];
        if self.columns().all(|column| cells(column).clean) {
            self.divisors(cells, &mut truths, &mut reasons);
        } else {
            self.gaps(cells, &mut truths, &mut reasons);
        }
        let truths = truths.iter().map(|byte| truth(*byte)).collect();
        Some((truths, reasons))
    }

    /// What divisors that are not above zero make of the rows, every cell being known.
    fn divisors<'c>(&self, cells: &impl Fn(N) -> &'c Cells, truths: &mut [u8], reasons: &mut [u8]) {
        let divided = [&self.left, &self.right]
            .into_iter()
            .filter(|side| side.under.is_some())
            .count();
        if divided > 1 && (self.left.infinite || self.right.infinite) {
            return self.gaps(cells, truths, reasons);
        }
        for (side, beyond) in [(&self.left, Ordering::Greater), (&self.right, Ordering::Less)] {
            let Some(under) = side.under.map(|column| cells(column).values.as_slice()) else {
                continue;
            };
            let lacking: Vec<u8> = under.iter().map(|under| not_above_zero(*under)).collect();
            choose(truths, &lacking, UNKNOWN);
            choose(reasons, &lacking, UNDEFINED);
            if !side.infinite {
                continue;
            }
            let over = side.over.map(|column| cells(column).values.as_slice());
            let raised: Vec<u8> = match (over, sign(&side.scale)) {
                (Some(over), 1) => over
                    .iter()
                    .zip(under)
                    .map(|(over, under)| is_zero(*under) & (1 - not_above_zero(*over)))
                    .collect(),
                (Some(over), -1) => over
                    .iter()
                    .zip(under)
                    .map(|(over, under)| is_zero(*under) & negative(*over))
                    .collect(),
                (None, 1) => under.iter().map(|under| is_zero(*under)).collect(),
                _ => vec![0; under.len()],
            };
            choose(truths, &raised, byte(self.operator.holds(beyond)));
            choose(reasons, &raised, KNOWN);
        }
    }

    /// Row by row, where cells are missing.
    fn gaps<'c>(&self, cells: &impl Fn(N) -> &'c Cells, truths: &mut [u8], reasons: &mut [u8]) {
        let left = State::of(&self.left, cells);
        let right = State::of(&self.right, cells);
        for (row, (truth, reason)) in truths.iter_mut().zip(reasons.iter_mut()).enumerate() {
            let (left, right) = (left.at(row), right.at(row));
            *truth = match (left, right) {
                (KNOWN, KNOWN) => *truth,
                (INFINITE, INFINITE) => byte(self.operator.holds(Ordering::Equal)),
                (INFINITE, KNOWN) => byte(self.operator.holds(Ordering::Greater)),
                (KNOWN, INFINITE) => byte(self.operator.holds(Ordering::Less)),
                _ => {
                    *reason = left.max(right);
                    UNKNOWN
                }
            };
        }
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
            Some(plain(Rational::integer(1), Some(index)))
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
    over: Option<&'c Cells>,
    under: Option<&'c Cells>,
    sign: i64,
    infinite: bool,
}

impl<'c> State<'c> {
    fn of(side: &Side, cells: &impl Fn(N) -> &'c Cells) -> Self {
        Self {
            over: side.over.map(cells),
            under: side.under.map(cells),
            sign: sign(&side.scale),
            infinite: side.infinite,
        }
    }

    fn at(&self, row: usize) -> u8 {
        let state = |cells: Option<&Cells>| cells.map_or(KNOWN, |cells| cells.states[row]);
        let missing = state(self.over).max(state(self.under));
        let Some(under) = self.under.map(|cells| cells.values[row]) else {
            return missing;
        };
        if missing != KNOWN || under > 0 {
            return missing;
        }
        let over = self.over.map_or(1, |cells| cells.values[row].signum()) * self.sign;
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
    columns: Vec<&'c Cells>,
    bits: u32,
}

impl<'c> Product<'c> {
    fn of(term: &Term, cells: &impl Fn(N) -> &'c Cells) -> Self {
        let columns: Vec<&Cells> = term
            .columns
            .iter()
            .flatten()
            .map(|column| cells(*column))
            .collect();
        let own = i64::BITS - term.factor.unsigned_abs().leading_zeros();
        Self {
            factor: term.factor,
            bits: columns.iter().fold(own, |bits, cells| bits + cells.bits),
            columns,
        }
    }

    /// INVARIANT: the product fits 62 bits in every row.
    fn multiplied(&self, rows: usize) -> Vec<i64> {
        let mut values = vec![self.factor; rows];
        for column in &self.columns {
            for (value, cell) in values.iter_mut().zip(&column.values) {
                *value *= cell;
            }
        }
        values
    }

    fn wide(&self, rows: usize) -> Vec<i128> {
        let mut values = vec![i128::from(self.factor); rows];
        for column in &self.columns {
            for (value, cell) in values.iter_mut().zip(&column.values) {
                *value *= i128::from(*cell);
            }
        }
        values
    }
}

/// INVARIANT: both products fit 62 bits in every row, so that neither they nor their difference leave 64.
fn ordered(operator: Comparison, left: &Product<'_>, right: &Product<'_>, rows: usize) -> Vec<u8> {
    let (k, j) = (left.factor, right.factor);
    match (left.columns.as_slice(), right.columns.as_slice()) {
        ([one], []) if k == 1 => apart(operator, one.values.iter().map(|one| one - j)),
        ([one], []) => apart(operator, one.values.iter().map(|one| k * one - j)),
        ([], [other]) => apart(operator, other.values.iter().map(|other| k - j * other)),
        ([one], [other]) => {
            let pairs = one.values.iter().zip(&other.values);
            match (k, u32::try_from(j)) {
                (1, Ok(j)) if other.words => {
                    apart(operator, pairs.map(|(one, other)| one - word_product(*other, j)))
                }
                (1, _) => apart(operator, pairs.map(|(one, other)| one - j * other)),
                _ => apart(operator, pairs.map(|(one, other)| k * one - j * other)),
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

/// By the sign of the difference.
fn apart(operator: Comparison, differences: impl Iterator<Item = i64>) -> Vec<u8> {
    match operator {
        Comparison::Greater => differences.map(|gap| 2 * negative(-gap)).collect(),
        Comparison::AtLeast => differences.map(|gap| 2 - 2 * negative(gap)).collect(),
        Comparison::Less => differences.map(|gap| 2 * negative(gap)).collect(),
        Comparison::AtMost => differences.map(|gap| 2 - 2 * negative(-gap)).collect(),
        Comparison::Equal => differences.map(|gap| 2 * is_zero(gap)).collect(),
        Comparison::NotEqual => differences.map(|gap| 2 - 2 * is_zero(gap)).collect(),
    }
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
