//! How numbers cross: into a script as decimals of 28 digits, out of it as exact fractions again.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use rust_decimal::Decimal;

use crate::rational::Rational;
use crate::typed::Quantity;

/// What a script takes and gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ScriptKind {
    /// In units of the account's currency: $45.20 is 45.20.
    Money,
    /// A share: 20% is 0.2.
    Percent,
    Ratio,
    Count,
    /// In seconds.
    Duration,
}

/// What the head of a script writes that returns actions.
pub(crate) const ACTIONS: &str = "actions";

/// Digits behind the point of a number that enters a script; every amount and every count has fewer.
const DIGITS_IN: u32 = 12;
/// Micros of one unit of money.
const MICROS: i64 = 1_000_000;

impl ScriptKind {
    pub(crate) const ALL: [Self; 5] = [
        Self::Money,
        Self::Percent,
        Self::Ratio,
        Self::Count,
        Self::Duration,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Ratio => "ratio",
            Self::Count => "count",
            Self::Duration => "duration",
        }
    }

    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    pub(crate) const fn quantity(self) -> Quantity {
        match self {
            Self::Money => Quantity::Money,
            Self::Percent => Quantity::Percent,
            Self::Ratio => Quantity::Ratio,
            Self::Count => Quantity::Count,
            Self::Duration => Quantity::Duration,
        }
    }

    /// Whether a number of this quantity is one of these: percent and ratio are one dimension, a plain number is a count or a ratio.
    pub(crate) fn takes(self, quantity: Quantity) -> bool {
        match quantity {
            Quantity::Scalar => matches!(self, Self::Count | Self::Ratio),
            Quantity::Percent | Quantity::Ratio | Quantity::Quotient => {
                matches!(self, Self::Percent | Self::Ratio)
            }
            other => self.quantity() == other,
        }
    }

    /// A number as a script sees it, rounded where it has more digits than that; `None` beyond what a decimal can hold.
    pub(crate) fn enter(self, value: &Rational) -> Option<Decimal> {
        let value = match self {
            Self::Money => value.over(&Rational::integer(MICROS))?,
            _ => value.clone(),
        };
        let mut digits = DIGITS_IN;
        loop {
            let rounded = value.round_at(digits);
            if let Some(mantissa) = rounded.to_i128()
                && let Ok(decimal) = Decimal::try_from_i128_with_scale(mantissa, digits)
            {
                return Some(decimal.normalize());
            }
            digits = digits.checked_sub(1)?;
        }
    }

    /// The exact value of what a script gave.
    pub(crate) fn leave(self, value: Decimal) -> Rational {
        let (mantissa, denominator) = parts(value);
        let value = Rational::fraction(mantissa, denominator).unwrap_or_else(Rational::zero);
        match self {
            Self::Money => value.times(&Rational::integer(MICROS)),
            _ => value,
        }
    }

    /// What one of `parts` is worth in the numbers of the checked tree.
    pub(crate) fn scale(self) -> Rational {
        match self {
            Self::Money => Rational::integer(MICROS),
            _ => Rational::integer(1),
        }
    }

    /// A value that stands for any, for the trial that finds mistakes of kind.
    pub(crate) fn sample(self) -> Decimal {
        match self {
            Self::Money => Decimal::new(100, 0),
            Self::Percent => Decimal::new(2, 1),
            Self::Ratio => Decimal::new(3, 0),
            Self::Count => Decimal::new(10, 0),
            Self::Duration => Decimal::new(86_400, 0),
        }
    }
}

/// A decimal as whole numbers: value = over / under, under > 0.
pub(crate) fn parts(value: Decimal) -> (i128, i128) {
    let under = 10_i128.checked_pow(value.scale()).unwrap_or(1);
    (value.mantissa(), under)
}

/// The largest whole numbers of [`parts`].
pub(crate) fn most_parts() -> (BigInt, BigInt) {
    let over = BigInt::from(Decimal::MAX.mantissa()).abs();
    (over, BigInt::from(10_i128.checked_pow(28).unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_counts_cross_without_loss() {
        let micros = Rational::integer(45_200_001);
        let inside = ScriptKind::Money.enter(&micros).unwrap();
        assert_eq!(inside.to_string(), "45.200001");
        assert_eq!(ScriptKind::Money.leave(inside), micros);
        let conversions = Rational::fraction(37, 100).unwrap();
        assert_eq!(
            ScriptKind::Count.leave(ScriptKind::Count.enter(&conversions).unwrap()),
            conversions
        );
    }

    #[test]
    fn a_third_enters_with_twelve_digits_and_a_number_beyond_decimals_does_not() {
        let third = Rational::fraction(1, 3).unwrap();
        assert_eq!(
            ScriptKind::Ratio.enter(&third).unwrap().to_string(),
            "0.333333333333"
        );
        let wide = Rational::integer(i64::MAX).times(&Rational::integer(i64::MAX));
        assert_eq!(ScriptKind::Count.enter(&wide), None);
        // A large one keeps as many digits as fit.
        let large = Rational::fraction(10_i128.pow(20), 3).unwrap();
        assert!(ScriptKind::Count.enter(&large).is_some());
    }
}
