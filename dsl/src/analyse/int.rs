//! Int numbers of any size: nothing is allocated for what fits 128 bits, and nothing wraps that does not.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};

use crate::rational::Rational;

/// A whole number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Int {
    Small(i128),
    /// INVARIANT: does not fit 128 bits, so that a value has one form.
    Big(Box<BigInt>),
}

impl Int {
    /// The largest whole number that is not above the fraction.
    pub(super) fn floor(fraction: &Rational) -> Self {
        match fraction.words() {
            Some((over, under)) => Self::Small(Integer::div_floor(&i128::from(over), &i128::from(under))),
            None => fraction.floor().into(),
        }
    }

    pub(super) fn big(&self) -> BigInt {
        match self {
            Self::Small(value) => (*value).into(),
            Self::Big(value) => value.as_ref().clone(),
        }
    }

    pub(super) fn is_negative(&self) -> bool {
        match self {
            Self::Small(value) => *value < 0,
            Self::Big(value) => value.is_negative(),
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Small(one), Self::Small(other)) => one.checked_add(*other).map(Self::Small),
            _ => None,
        }
        .unwrap_or_else(|| self.big().checked_add(&other.big()).unwrap_or_default().into())
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Small(one), Self::Small(other)) => one.checked_mul(*other).map(Self::Small),
            _ => None,
        }
        .unwrap_or_else(|| self.big().checked_mul(&other.big()).unwrap_or_default().into())
    }

    pub(super) fn negated(&self) -> Self {
        self.times(&Self::Small(-1))
    }
}

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Self::Small(value.into())
    }
}

impl From<BigInt> for Int {
    fn from(value: BigInt) -> Self {
        value
            .to_i128()
            .map_or_else(|| Self::Big(Box::new(value)), Self::Small)
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Small(one), Self::Small(other)) => one.cmp(other),
            _ => self.big().cmp(&other.big()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn extreme() -> impl Strategy<Value = i128> {
        prop_oneof![any::<i128>(), -9..9_i128, Just(i128::MIN), Just(i128::MAX)]
    }

    proptest! {
        /// Small or not, it is what integers of any size come to, in its one form.
        #[test]
        fn every_operation_is_that_of_integers_of_any_size(
            (a, b, c) in (extreme(), extreme(), extreme()),
            (over, under) in (any::<i64>(), 1..i64::MAX),
        ) {
            let (big, other) = (BigInt::from(a) * BigInt::from(c), BigInt::from(b));
            let (one, two) = (Int::from(big.clone()), Int::from(other.clone()));
            prop_assert_eq!(one.plus(&two), Int::from(&big + &other));
            prop_assert_eq!(one.plus(&two).plus(&one.negated()), two.clone());
            prop_assert_eq!(one.times(&two), Int::from(&big * &other));
            prop_assert_eq!(one.negated(), Int::from(-&big));
            prop_assert_eq!(one.cmp(&two), big.cmp(&other));
            prop_assert_eq!(one.is_negative(), big.is_negative());
            prop_assert_eq!(one.big(), big);
            let fraction = Rational::fraction(over, under).unwrap();
            prop_assert_eq!(Int::floor(&fraction), Int::from(fraction.floor()));
        }
    }
}
