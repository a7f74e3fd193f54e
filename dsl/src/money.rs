//! Currencies and how an amount of money is written for a person.
//!
//! Amounts are integers of millionths ("micros") of the currency's unit everywhere in the product.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Millionths in one unit of any currency.
pub const MICROS_PER_UNIT: i64 = 1_000_000;

/// ISO 4217 codes in use, sorted (funds, metals and testing codes left out).
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF \
CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR \
ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU \
MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD \
SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF \
YER ZAR ZMW ZWG";

/// Currencies whose smallest coin is the unit itself.
const NO_MINOR_UNIT: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
/// Currencies divided into thousandths.
const THOUSANDTHS: &str = "BHD IQD JOD KWD LYD OMR TND";

/// An ISO 4217 currency code, such as `USD`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(&'static str);

impl Currency {
    pub const USD: Self = Self("USD");
    pub const EUR: Self = Self("EUR");
    pub const GBP: Self = Self("GBP");

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Every code the language knows, sorted.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.split_ascii_whitespace().map(Currency)
    }

    /// Decimal places of the smallest coin: 2 for most, 0 for yen, 3 for dinars.
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        let among = |list: &str| list.split_ascii_whitespace().any(|code| code == self.0);
        if among(NO_MINOR_UNIT) {
            0
        } else if among(THOUSANDTHS) {
            3
        } else {
            2
        }
    }

    /// Millionths in the smallest coin.
    #[must_use]
    pub fn minor_unit_micros(self) -> i64 {
        match self.minor_digits() {
            0 => MICROS_PER_UNIT,
            3 => 1_000,
            _ => 10_000,
        }
    }

    /// The sign written before an amount, for the currencies that own one without doubt.
    #[must_use]
    pub fn symbol(self) -> Option<&'static str> {
        match self.0 {
            "USD" => Some("$"),
            "EUR" => Some("€"),
            "GBP" => Some("£"),
            "INR" => Some("₹"),
            _ => None,
        }
    }

    /// The currency a sign stands for.
    #[must_use]
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        match symbol {
            "$" => Some(Self("USD")),
            "€" => Some(Self("EUR")),
            "£" => Some(Self("GBP")),
            "₹" => Some(Self("INR")),
            _ => None,
        }
    }

    /// An amount of micros as a person writes it: `$1,234.50`, `€45.00`, `45.00 CHF`.
    /// Digits below the smallest coin are shown only when there are any.
    #[must_use]
    pub fn display(self, micros: i64) -> String {
        self.display_wide(i128::from(micros))
    }

    pub(crate) fn display_wide(self, micros: i128) -> String {
        let digits = crate::display::group_decimal(micros.unsigned_abs(), 6, self.minor_digits());
        let sign = if micros < 0 { "-" } else { "" };
        match self.symbol() {
            Some(symbol) => format!("{sign}{symbol}{digits}"),
            None => format!("{sign}{digits} {}", self.0),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A text that is no ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no ISO 4217 currency code")]
pub struct UnknownCurrency(pub String);

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::all()
            .find(|currency| currency.0 == code)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_sorted_and_three_letters_long() {
        let codes: Vec<&str> = Currency::all().map(Currency::as_str).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
        assert!(codes.iter().all(|code| code.len() == 3));
        for special in NO_MINOR_UNIT.split(' ').chain(THOUSANDTHS.split(' ')) {
            assert!(
                codes.contains(&special),
                "{special} is listed twice over but not a code"
            );
        }
    }

    #[test]
    fn amounts_read_as_a_person_writes_them() {
        assert_eq!(Currency::USD.display(1_234_500_000), "$1,234.50");
        assert_eq!(Currency::USD.display(-45_000_000), "-$45.00");
        assert_eq!(Currency::USD.display(125_000), "$0.125");
        assert_eq!(
            "JPY".parse::<Currency>().unwrap().display(1_200_000_000),
            "1,200 JPY"
        );
        assert_eq!("KWD".parse::<Currency>().unwrap().display(1_500_000), "1.500 KWD");
        assert_eq!(Currency::USD.display(i64::MIN), "-$9,223,372,036,854.775808");
    }
}
