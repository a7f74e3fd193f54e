//! Exact fractions of any size: constants, explanations and effects. Columns use narrower lanes where the
//! checker can prove that they fit.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "arbitrary precision cannot overflow, and no denominator here is zero"
)]

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};

/// A reduced fraction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rational(Parts);

/// INVARIANT: reduced, the denominator above zero, and `Small` whenever both parts fit: a value has one form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Parts {
    Small(i64, i64),
    Big(Box<(BigInt, BigInt)>),
}

/// Parts to compute with: nothing is allocated for what is small.
enum Pair<'a> {
    Small(i128, i128),
    Big(&'a BigInt, &'a BigInt),
}

/// A whole number of any width: what fits a word is never allocated for.
pub(crate) trait Whole {
    fn word(&self) -> Option<i64>;
    fn big(self) -> BigInt;
}

macro_rules! whole {
    ($($name:ty),+) => {$(
        impl Whole for $name {
            fn word(&self) -> Option<i64> {
                self.to_i64()
            }

            fn big(self) -> BigInt {
                self.into()
            }
        }
    )+};
}

whole!(u8, u16, u32, u64, u128, usize, i32, i64, i128, BigInt);

impl Rational {
    pub(crate) fn integer(value: impl Whole) -> Self {
        match value.word() {
            Some(word) => Self(Parts::Small(word, 1)),
            None => Self::put(value.big(), BigInt::one()),
        }
    }

    /// So many millionths of one.
    pub(crate) fn millionths(value: i64) -> Self {
        Self::reduced_small(i128::from(value), 1_000_000)
    }

    pub(crate) fn zero() -> Self {
        Self(Parts::Small(0, 1))
    }

    /// `None` when the denominator is zero or below: the language calls such a quotient undefined.
    pub(crate) fn fraction(numerator: impl Whole, denominator: impl Whole) -> Option<Self> {
        if let (Some(numerator), Some(denominator)) = (numerator.word(), denominator.word()) {
            return (denominator > 0).then(|| Self::reduced_small(numerator.into(), denominator.into()));
        }
        let (numerator, denominator) = (numerator.big(), denominator.big());
        denominator
            .is_positive()
            .then(|| Self::reduced(numerator, denominator))
    }

    /// A reduced pair in its one form.
    fn put(numerator: BigInt, denominator: BigInt) -> Self {
        match (numerator.to_i64(), denominator.to_i64()) {
            (Some(numerator), Some(denominator)) => Self(Parts::Small(numerator, denominator)),
            _ => Self(Parts::Big(Box::new((numerator, denominator)))),
        }
    }

    fn reduced(numerator: BigInt, denominator: BigInt) -> Self {
        if let (Some(numerator), Some(denominator)) = (numerator.to_i128(), denominator.to_i128()) {
            return Self::reduced_small(numerator, denominator);
        }
        let divisor = numerator.gcd(&denominator);
        if divisor.is_one() {
            return Self::put(numerator, denominator);
        }
        Self::put(numerator / &divisor, denominator / &divisor)
    }

    fn reduced_small(numerator: i128, denominator: i128) -> Self {
        let divisor = match (
            u64::try_from(numerator.unsigned_abs()),
            u64::try_from(denominator),
        ) {
            (_, Ok(1)) => 1,
            // The greatest common divisor of 64 bits costs a fraction of that of 128.
            (Ok(numerator), Ok(denominator)) => i128::from(numerator.gcd(&denominator)),
            _ => numerator.gcd(&denominator),
        };
        let (numerator, denominator) = if divisor == 1 {
            (numerator, denominator)
        } else {
            (numerator / divisor, denominator / divisor)
        };
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(denominator)) => Self(Parts::Small(numerator, denominator)),
            _ => Self(Parts::Big(Box::new((numerator.into(), denominator.into())))),
        }
    }

    fn pair(&self) -> Pair<'_> {
        match &self.0 {
            Parts::Small(numerator, denominator) => {
                Pair::Small(i128::from(*numerator), i128::from(*denominator))
            }
            Parts::Big(parts) => Pair::Big(&parts.0, &parts.1),
        }
    }

    pub(crate) fn numerator(&self) -> BigInt {
        match self.pair() {
            Pair::Small(numerator, _) => numerator.into(),
            Pair::Big(numerator, _) => numerator.clone(),
        }
    }

    pub(crate) fn denominator(&self) -> BigInt {
        match self.pair() {
            Pair::Small(_, denominator) => denominator.into(),
            Pair::Big(_, denominator) => denominator.clone(),
        }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        if let (Pair::Small(a, b), Pair::Small(c, d)) = (self.pair(), other.pair()) {
            // Products of 64 bits each: below half of what 128 hold.
            return Self::reduced_small(a * d + c * b, b * d);
        }
        let (b, d) = (self.denominator(), other.denominator());
        Self::reduced(self.numerator() * &d + other.numerator() * &b, b * d)
    }

    pub(crate) fn negated(&self) -> Self {
        match self.pair() {
            Pair::Small(numerator, denominator) => Self::reduced_small(-numerator, denominator),
            Pair::Big(numerator, denominator) => Self::put(-numerator, denominator.clone()),
        }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        if let (Pair::Small(a, b), Pair::Small(c, d)) = (self.pair(), other.pair()) {
            return Self::reduced_small(a * c, b * d);
        }
        Self::reduced(
            self.numerator() * other.numerator(),
            self.denominator() * other.denominator(),
        )
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
        if !other.is_positive() {
            return None;
        }
        if let (Pair::Small(a, b), Pair::Small(c, d)) = (self.pair(), other.pair()) {
            return Some(Self::reduced_small(a * d, b * c));
        }
        Some(Self::reduced(
            self.numerator() * other.denominator(),
            self.denominator() * other.numerator(),
        ))
    }

    /// Numerator and denominator, where both are a word.
    pub(crate) const fn words(&self) -> Option<(i64, i64)> {
        match self.0 {
            Parts::Small(numerator, denominator) => Some((numerator, denominator)),
            Parts::Big(_) => None,
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        matches!(self.0, Parts::Small(0, _))
    }

    pub(crate) fn is_positive(&self) -> bool {
        match self.pair() {
            Pair::Small(numerator, _) => numerator > 0,
            Pair::Big(numerator, _) => numerator.is_positive(),
        }
    }

    pub(crate) fn is_negative(&self) -> bool {
        match self.pair() {
            Pair::Small(numerator, _) => numerator < 0,
            Pair::Big(numerator, _) => numerator.is_negative(),
        }
    }

    pub(crate) fn abs(&self) -> Self {
        if self.is_negative() {
            self.negated()
        } else {
            self.clone()
        }
    }

    pub(crate) fn is_integer(&self) -> bool {
        match self.pair() {
            Pair::Small(_, denominator) => denominator == 1,
            Pair::Big(_, denominator) => denominator.is_one(),
        }
    }

    /// The largest integer not above the value.
    pub(crate) fn floor(&self) -> BigInt {
        match self.pair() {
            Pair::Small(numerator, denominator) => Integer::div_floor(&numerator, &denominator).into(),
            Pair::Big(numerator, denominator) => numerator.div_floor(denominator),
        }
    }

    /// The whole number of millionths it is; `None` where it is none, or too large.
    pub(crate) fn to_millionths(&self) -> Option<i64> {
        self.times(&Self::integer(1_000_000)).to_i64()
    }

    pub(crate) fn to_i64(&self) -> Option<i64> {
        match self.0 {
            Parts::Small(numerator, 1) => Some(numerator),
            _ => None,
        }
    }

    /// The nearest multiple of `10^-digits`, as a count of them; halves away from zero.
    pub(crate) fn round_at(&self, digits: u32) -> BigInt {
        let (numerator, denominator) = (self.numerator(), self.denominator());
        let doubled: BigInt = numerator.abs() * BigInt::from(10).pow(digits) * 2 + &denominator;
        let rounded = doubled.div_floor(&(denominator * 2));
        if numerator.is_negative() {
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
        match (self.pair(), other.pair()) {
            (Pair::Small(a, b), Pair::Small(c, d)) => (a * d).cmp(&(c * b)),
            _ => (self.numerator() * other.denominator()).cmp(&(other.numerator() * self.denominator())),
        }
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

    proptest::proptest! {
        /// Small or not, a value is the same fraction as in integers of any size.
        #[test]
        fn every_operation_is_that_of_integers_of_any_size(
            (a, b) in (extreme(), proptest::prelude::any::<bool>()),
            (c, d) in (extreme(), extreme()),
            e in extreme(),
        ) {
            let (one, other) = (
                Rational::fraction(a, BigInt::from(c).abs() + 1).unwrap(),
                Rational::fraction(d, BigInt::from(e).abs() + 1).unwrap(),
            );
            // Denominators beyond the small form as well.
            let one = if b { one.times(&Rational::fraction(1, BigInt::from(u64::MAX) * 3).unwrap()) } else { one };
            let (n, m) = (one.numerator() * other.denominator(), other.numerator() * one.denominator());
            let both = one.denominator() * other.denominator();
            assert_eq!(one.plus(&other), Rational::fraction(&n + &m, both.clone()).unwrap());
            assert_eq!(one.minus(&other), Rational::fraction(&n - &m, both.clone()).unwrap());
            assert_eq!(one.times(&other), Rational::fraction(one.numerator() * other.numerator(), both).unwrap());
            assert_eq!(one.cmp(&other), n.cmp(&m));
            assert_eq!(one.over(&other), Rational::fraction(n.clone(), m.clone()));
            assert_eq!(one.floor(), one.numerator().div_floor(&one.denominator()));
            assert_eq!(one.to_i64(), if one.is_integer() { one.numerator().to_i64() } else { None });
            assert_eq!(one.negated().negated(), one);
            assert_eq!(one.abs(), if one.is_negative() { one.negated() } else { one.clone() });
            assert!(one.numerator().gcd(&one.denominator()).is_one());
        }
    }

    fn extreme() -> impl proptest::strategy::Strategy<Value = i64> {
        use proptest::prelude::*;
        prop_oneof![
            any::<i64>(),
            -9..9_i64,
            Just(i64::MIN),
            Just(i64::MAX),
            Just(i64::MIN + 1)
        ]
    }

    #[test]
    fn a_denominator_of_zero_or_below_makes_no_fraction() {
        assert_eq!(Rational::fraction(1, 0), None);
        assert_eq!(Rational::integer(1).over(&Rational::integer(-2)), None);
    }
}
