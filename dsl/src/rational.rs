//! Exact fractions of any size: constants, explanations and effects. Columns use narrower lanes where the
//! checker can prove that they fit.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "arbitrary precision cannot overflow, and no denominator here is zero"
)]

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A reduced fraction. INVARIANT: the denominator is above zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rational {
    numerator: BigInt,
    denominator: BigInt,
}

impl Rational {
    pub(crate) fn integer(value: impl Into<BigInt>) -> Self {
        Self {
            numerator: value.into(),
            denominator: BigInt::one(),
        }
    }

    pub(crate) fn zero() -> Self {
        Self::integer(0)
    }

    /// `None` when the denominator is zero or below: the language calls such a quotient undefined.
    pub(crate) fn fraction(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let (numerator, denominator) = (numerator.into(), denominator.into());
        if denominator.is_positive() {
            Some(
                Self {
                    numerator,
                    denominator,
                }
                .reduced(),
            )
        } else {
            None
        }
    }

    fn reduced(self) -> Self {
        let divisor = self.numerator.gcd(&self.denominator);
        if divisor.is_one() || divisor.is_zero() {
            return self;
        }
        Self {
            numerator: self.numerator / &divisor,
            denominator: self.denominator / &divisor,
        }
    }

    pub(crate) fn numerator(&self) -> &BigInt {
        &self.numerator
    }

    pub(crate) fn denominator(&self) -> &BigInt {
        &self.denominator
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self {
            numerator: &self.numerator * &other.denominator + &other.numerator * &self.denominator,
            denominator: &self.denominator * &other.denominator,
        }
        .reduced()
    }

    pub(crate) fn negated(&self) -> Self {
        Self {
            numerator: -&self.numerator,
            denominator: self.denominator.clone(),
        }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        Self {
            numerator: &self.numerator * &other.numerator,
            denominator: &self.denominator * &other.denominator,
        }
        .reduced()
    }

    /// The sum of many. Neighbours are added first, so that numerators and denominators stay as short as they can.
    pub(crate) fn sum(mut parts: Vec<Self>) -> Self {
        while parts.len() > 1 {
            parts = parts
                .chunks(2)
                .map(|pair| match pair {
                    [one, other] => one.plus(other),
                    pair => pair.first().cloned().unwrap_or_else(Self::zero),
                })
                .collect();
        }
        parts.pop().unwrap_or_else(Self::zero)
    }

    /// `None` when `other` is zero or below.
    pub(crate) fn over(&self, other: &Self) -> Option<Self> {
        if !other.numerator.is_positive() {
            return None;
        }
        Some(
            Self {
                numerator: &self.numerator * &other.denominator,
                denominator: &self.denominator * &other.numerator,
            }
            .reduced(),
        )
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    pub(crate) fn is_positive(&self) -> bool {
        self.numerator.is_positive()
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.numerator.is_negative()
    }

    pub(crate) fn abs(&self) -> Self {
        Self {
            numerator: self.numerator.abs(),
            denominator: self.denominator.clone(),
        }
    }

    pub(crate) fn is_integer(&self) -> bool {
        self.denominator.is_one()
    }

    /// The largest integer not above the value.
    pub(crate) fn floor(&self) -> BigInt {
        self.numerator.div_floor(&self.denominator)
    }

    pub(crate) fn to_i64(&self) -> Option<i64> {
        if self.is_integer() {
            self.numerator.to_i64()
        } else {
            None
        }
    }

    /// The nearest multiple of `10^-digits`, as a count of them; halves away from zero.
    pub(crate) fn round_at(&self, digits: u32) -> BigInt {
        let doubled: BigInt = self.numerator.abs() * BigInt::from(10).pow(digits) * 2 + &self.denominator;
        let rounded = doubled.div_floor(&(&self.denominator * 2));
        if self.numerator.is_negative() {
            -rounded
        } else {
            rounded
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_away_from_zero_on_both_sides() {
        assert_eq!(Rational::fraction(5, 2).unwrap().round_at(0), BigInt::from(3));
        assert_eq!(Rational::fraction(-5, 2).unwrap().round_at(0), BigInt::from(-3));
        assert_eq!(Rational::fraction(1, 3).unwrap().round_at(2), BigInt::from(33));
    }

    #[test]
    fn a_denominator_of_zero_or_below_makes_no_fraction() {
        assert_eq!(Rational::fraction(1, 0), None);
        assert_eq!(Rational::integer(1).over(&Rational::integer(-2)), None);
    }
}
