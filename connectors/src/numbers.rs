//! Numbers of the wire, exactly: read from their text, never through a float.
//!
//! Platforms send counts as numbers or as strings, money as micros and fractional conversions as decimals. Inside there
//! are only whole numbers and millionths in an `i64`.

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::value::RawValue;

/// A whole number, sent as a JSON number or as a string (the canonical JSON of 64-bit integers is the string).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Whole(pub i64);

/// A decimal in millionths, rounded to the nearest one, halves away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Millionths(pub i64);

/// Why a text is not a number of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("this is not a decimal number")]
    NotDecimal,
    #[error("this number has a fraction where none can be")]
    Fraction,
    #[error("this number is too large")]
    TooLarge,
}

/// Digits beyond these cannot change a result: halves round away from zero, so what follows a half cannot matter.
const MOST_DIGITS: usize = 30;

/// A decimal text as a multiple of 10^-`scale`.
fn scaled(text: &str, scale: i64, exact: bool) -> Result<i64, NumberError> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(NumberError::NotDecimal);
            }
            (
                mantissa,
                exponent.parse::<i64>().map_err(|_| NumberError::TooLarge)?,
            )
        }
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return Err(NumberError::NotDecimal),
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    if whole.is_empty() {
        return Err(NumberError::NotDecimal);
    }

    let mut value: i128 = 0;
    let mut significant = 0_usize;
    let mut dropped: i64 = 0;
    let mut dropped_something = false;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return Err(NumberError::NotDecimal);
        }
        let digit = i128::from(byte.wrapping_sub(b'0'));
        if significant < MOST_DIGITS {
            value = value.saturating_mul(10).saturating_add(digit);
            if value != 0 {
                significant = significant.saturating_add(1);
            }
        } else {
            dropped = dropped.saturating_add(1);
            dropped_something |= digit != 0;
        }
    }
    if value == 0 {
        return Ok(0);
    }
    let fraction_digits = i64::try_from(fraction.len()).map_err(|_| NumberError::TooLarge)?;
    let shift = exponent
        .saturating_sub(fraction_digits)
        .saturating_add(dropped)
        .saturating_add(scale);

    let magnitude = if shift >= 0 {
        if dropped_something && exact {
            return Err(NumberError::TooLarge);
        }
        let power = u32::try_from(shift)
            .ok()
            .and_then(|shift| 10_i128.checked_pow(shift));
        power
            .and_then(|power| value.checked_mul(power))
            .ok_or(NumberError::TooLarge)?
    } else {
        let power = u32::try_from(shift.unsigned_abs())
            .ok()
            .and_then(|shift| 10_i128.checked_pow(shift));
        // A divisor beyond i128 leaves less than half of anything.
        let (quotient, remainder) = match power {
            Some(power) => (
                value.checked_div(power).unwrap_or(0),
                value.checked_rem(power).unwrap_or(0),
            ),
            None => (0, value),
        };
        if exact && (remainder != 0 || dropped_something) {
            return Err(NumberError::Fraction);
        }
        let rounds_up = power.is_some_and(|power| remainder.saturating_mul(2) >= power);
        quotient.saturating_add(i128::from(rounds_up))
    };
    let signed = if negative {
        magnitude.saturating_neg()
    } else {
        magnitude
    };
    i64::try_from(signed).map_err(|_| NumberError::TooLarge)
}

impl Whole {
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        scaled(text, 0, true).map(Self)
    }
}

impl Millionths {
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        scaled(text, 6, false).map(Self)
    }
}

/// The digits of a JSON number or of a JSON string that holds one.
fn digits(raw: &RawValue) -> &str {
    let text = raw.get();
    text.strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(text)
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Self::parse(digits(raw)).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Millionths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Self::parse(digits(raw)).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn millionths(text: &str) -> i64 {
        Millionths::parse(text).unwrap().0
    }

    #[test]
    fn decimals_become_millionths_without_float_drift() {
        assert_eq!(millionths("2.5"), 2_500_000);
        assert_eq!(millionths("0.30000000000000004"), 300_000);
        assert_eq!(millionths("0.1"), 100_000);
        assert_eq!(millionths("199.9"), 199_900_000);
        assert_eq!(millionths("-0.0000005"), -1);
        assert_eq!(millionths("0.00000049999999999999999999999999999999999999999"), 0);
        assert_eq!(millionths("1.0E7"), 10_000_000_000_000);
        assert_eq!(millionths("2.5e-7"), 0);
        assert_eq!(millionths("5e-7"), 1);
        assert_eq!(millionths("1e-400"), 0);
        assert_eq!(millionths("0e999999"), 0);
        assert_eq!(millionths("9007199254.740993"), 9_007_199_254_740_993);
    }

    #[test]
    fn whole_numbers_are_read_in_both_forms_and_beyond_what_a_float_holds() {
        let read = |json: &str| serde_json::from_str::<Whole>(json);
        assert_eq!(read("9007199254740993").unwrap(), Whole(9_007_199_254_740_993));
        assert_eq!(
            read("\"9007199254740993\"").unwrap(),
            Whole(9_007_199_254_740_993)
        );
        assert_eq!(read("\"-9223372036854775808\"").unwrap(), Whole(i64::MIN));
        assert_eq!(read("1e2").unwrap(), Whole(100));
        assert_eq!(read("12.0").unwrap(), Whole(12));
        for bad in [
            "\"\"",
            "\"1 \"",
            "\"NaN\"",
            "1.5",
            "9223372036854775808",
            "1e30",
            "true",
            "[1]",
            "\"+1\"",
            "{}",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_not_a_decimal_is_an_error_not_a_zero() {
        for bad in [
            "", "-", ".", "1.", ".5", "1e", "1e+", "NaN", "Infinity", "0x10", "1,5", "--1", "1.2.3", "1e1e1",
        ] {
            assert!(Millionths::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Millionths::parse("9300000000000"), Err(NumberError::TooLarge));
        assert_eq!(
            Millionths::parse("1e99999999999999999999"),
            Err(NumberError::TooLarge)
        );
    }

    proptest! {
        #[test]
        fn every_amount_of_millionths_survives_its_decimal_text(value in any::<i64>()) {
            let magnitude = value.unsigned_abs();
            let sign = if value < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:06}", magnitude / 1_000_000, magnitude % 1_000_000);
            prop_assert_eq!(Millionths::parse(&text), Ok(Millionths(value)));
            let exponent = format!("{value}e-6");
            prop_assert_eq!(Millionths::parse(&exponent), Ok(Millionths(value)));
        }

        #[test]
        fn every_whole_number_survives_both_forms(value in any::<i64>()) {
            prop_assert_eq!(serde_json::from_str::<Whole>(&value.to_string()).unwrap(), Whole(value));
            prop_assert_eq!(serde_json::from_str::<Whole>(&format!("\"{value}\"")).unwrap(), Whole(value));
        }

        #[test]
        fn a_double_of_six_digits_gives_the_millionths_that_were_meant(value in -1_000_000_000_000_i64..1_000_000_000_000) {
            // The shortest text of the nearest double, as a JSON writer prints it.
            let double = format!("{value}e-6").parse::<f64>().unwrap();
            prop_assert_eq!(Millionths::parse(&serde_json::to_string(&double).unwrap()), Ok(Millionths(value)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-+0-9.eE ]{0,60}") {
            let _ = Millionths::parse(&text);
            let _ = Whole::parse(&text);
        }
    }
}
