//! The smallest step of a budget: Google accepts multiples of what can be billed, in micros of the account's currency.

use dsl::Currency;

/// Currencies that are divided on paper but not in practice. A whole unit is accepted in any case, a part of one may not
/// be; it is worth a few US cents at most.
const WHOLE_UNITS_ONLY: [&str; 4] = ["COP", "HUF", "IDR", "TWD"];

/// One unit of any currency, in micros.
const UNIT: i64 = 1_000_000;
/// A hundredth of a unit: the finest step. Three-decimal currencies move by it too, because a multiple of the coarser
/// step is always one of the finer.
const HUNDREDTH: i64 = 10_000;

/// The smallest step of a budget, in micros.
///
/// Google refuses other amounts (`campaignBudgetError: NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT`) and gives its own table
/// only by query (`currency_constant.billable_unit_micros`); the ISO 4217 exponent stands in for it, on the coarse side
/// where in doubt.
pub fn step(currency: Currency) -> i64 {
    if WHOLE_UNITS_ONLY.contains(&currency.as_str()) {
        return UNIT;
    }
    currency.minor_unit_micros().max(HUNDREDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_follows_the_minor_unit_and_is_coarse_where_in_doubt() {
        for (code, expected) in [
            ("USD", 10_000),
            ("EUR", 10_000),
            ("JPY", 1_000_000),
            ("KRW", 1_000_000),
            ("CLP", 1_000_000),
            ("KWD", 10_000),
            ("BHD", 10_000),
            ("HUF", 1_000_000),
        ] {
            assert_eq!(step(code.parse().unwrap()), expected, "{code}");
        }
    }

    #[test]
    fn every_step_divides_a_whole_unit() {
        for currency in Currency::all() {
            assert_eq!(UNIT % step(currency), 0, "{currency}");
        }
    }
}
