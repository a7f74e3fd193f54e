//! A batch's numbers. Every value is `scale * numerator / denominator`, with one exact constant scale for the whole lane, so that
//! units, percentages and literals cost nothing per row.

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};

use crate::rational::Rational;

/// Lane bytes: see [`crate::MissingReason::code`] for the rest.
pub(super) const KNOWN: u8 = 0;
pub(super) const INFINITE: u8 = 1;
/// A division by zero with a numerator above it: what `else infinite` replaces.
pub(super) const OVER_ZERO: u8 = 2;
pub(super) const UNDEFINED: u8 = 3;

/// Integers of one side of a fraction.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// One in every row.
    One,
    /// INVARIANT: no value is larger in magnitude than the bound kept beside it, and the bound fits an `i128`.
    Small(Vec<i128>),
    Big(Vec<BigInt>),
}

/// One number register over one batch.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) scale: Rational,
    pub(super) numerator: Values,
    pub(super) numerator_bound: BigInt,
    /// INVARIANT: every denominator is above zero; 1 where the row is missing.
    pub(super) denominator: Values,
    pub(super) denominator_bound: BigInt,
    pub(super) states: Vec<u8>,
}

impl Lane {
    pub(super) fn constant(value: Rational, rows: usize) -> Self {
        Self {
            scale: value,
            numerator: Values::One,
            numerator_bound: BigInt::one(),
            denominator: Values::One,
            denominator_bound: BigInt::one(),
            states: vec![KNOWN; rows],
        }
    }

    /// Cells of a column, each worth `scale`.
    pub(super) fn cells(values: &[i64], states: Vec<u8>, scale: Rational) -> Self {
        Self {
            scale,
            numerator: Values::Small(values.iter().map(|value| i128::from(*value)).collect()),
            numerator_bound: BigInt::from(i64::MIN).abs(),
            denominator: Values::One,
            denominator_bound: BigInt::one(),
            states,
        }
    }

    /// Fractions of any size, or the byte of the reason.
    pub(super) fn rationals(values: &[Result<Rational, u8>]) -> Self {
        let zero = Rational::zero();
        let known = || values.iter().map(|value| value.as_ref().unwrap_or(&zero));
        let over: Vec<BigInt> = known().map(Rational::numerator).collect();
        let under: Vec<BigInt> = known().map(Rational::denominator).collect();
        let most = |values: &[BigInt]| values.iter().map(Signed::abs).max().unwrap_or_else(BigInt::one);
        Self {
            scale: Rational::integer(1),
            numerator_bound: most(&over),
            numerator: Values::Big(over),
            denominator_bound: most(&under),
            denominator: Values::Big(under),
            states: values
                .iter()
                .map(|value| value.as_ref().err().copied().unwrap_or(KNOWN))
                .collect(),
        }
    }

    /// The exact value of a known row.
    pub(super) fn value(&self, row: usize) -> Option<Rational> {
        let of = |values: &Values| match values {
            Values::One => Some(BigInt::one()),
            Values::Small(values) => values.get(row).copied().map(BigInt::from),
            Values::Big(values) => values.get(row).cloned(),
        };
        Some(Rational::fraction(of(&self.numerator)?, of(&self.denominator)?)?.times(&self.scale))
    }

    pub(super) fn rows(&self) -> usize {
        self.states.len()
    }
}

/// Whether every value up to this bound fits the narrow lane.
pub(super) fn fits(bound: &BigInt) -> bool {
    bound.to_i128().is_some()
}
