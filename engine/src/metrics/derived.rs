//! Quotients of summed cells. Always of sums, never sums or means of quotients; absent where the divisor is zero.

use dsl::MICROS_PER_UNIT;

use crate::connections::platform::BaseCells;

/// `part / whole` in millionths, rounded to the nearest; `None` over zero or out of range.
fn millionths(part: i64, whole: i64) -> Option<i64> {
    let whole = i128::from(whole);
    let scaled = i128::from(part).checked_mul(i128::from(MICROS_PER_UNIT))?;
    let rounded = scaled
        .checked_add(whole.checked_div(2)?)?
        .checked_div_euclid(whole)?;
    i64::try_from(rounded).ok()
}

/// Micros of the currency per conversion.
pub fn cost_per_conversion(cells: &BaseCells) -> Option<i64> {
    millionths(cells.spend, cells.conversions)
}

/// Micros of the currency per click.
pub fn cost_per_click(cells: &BaseCells) -> Option<i64> {
    // Clicks are whole: micros over clicks are micros.
    let clicks = i128::from(cells.clicks);
    let rounded = i128::from(cells.spend)
        .checked_add(clicks.checked_div(2)?)?
        .checked_div_euclid(clicks)?;
    i64::try_from(rounded).ok()
}

/// Revenue per unit spent, in millionths.
pub fn return_on_spend(cells: &BaseCells) -> Option<i64> {
    millionths(cells.revenue, cells.spend)
}

/// Clicks per impression, in millionths.
pub fn click_rate(cells: &BaseCells) -> Option<i64> {
    millionths(cells.clicks, cells.impressions)
}

/// Conversions per click, in millionths.
pub fn conversion_rate(cells: &BaseCells) -> Option<i64> {
    // Conversions are millionths already.
    let clicks = i128::from(cells.clicks);
    let rounded = i128::from(cells.conversions)
        .checked_add(clicks.checked_div(2)?)?
        .checked_div_euclid(clicks)?;
    i64::try_from(rounded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_of_sums_rounded_and_absent_over_zero() {
        let cells = BaseCells {
            impressions: 3_000,
            clicks: 7,
            spend: 100_000_000,
            conversions: 3_000_000,
            revenue: 512_345_678,
        };
        assert_eq!(cost_per_conversion(&cells), Some(33_333_333));
        assert_eq!(cost_per_click(&cells), Some(14_285_714));
        assert_eq!(return_on_spend(&cells), Some(5_123_457));
        assert_eq!(click_rate(&cells), Some(2_333));
        assert_eq!(conversion_rate(&cells), Some(428_571));
        let nothing = BaseCells::default();
        for quotient in [
            cost_per_conversion(&nothing),
            cost_per_click(&nothing),
            return_on_spend(&nothing),
            click_rate(&nothing),
            conversion_rate(&nothing),
        ] {
            assert_eq!(quotient, None);
        }
    }

    #[test]
    fn a_fraction_of_a_conversion_costs_its_share() {
        let cells = BaseCells {
            spend: 10_000_000,
            conversions: 500_000,
            ..BaseCells::default()
        };
        assert_eq!(cost_per_conversion(&cells), Some(20_000_000));
    }
}
