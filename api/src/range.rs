//! Ranges of days in query strings: what was asked for, or the thirty days up to today.

use engine::{campaigns::chart::DayRange, metrics::calendar};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::problem::Problem;

/// Days when nobody says.
const USUAL: i64 = 30;
/// The most days at once: two years and a little.
const MOST: i64 = 800;

/// What to set a range against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    #[default]
    None,
    /// The range of the same length before it.
    Previous,
}

/// Reads `from` and `to`. `today` is the last day when nobody names one.
pub fn read(from: Option<Date>, to: Option<Date>, today: i64) -> Result<DayRange, Problem> {
    let last = to.map_or(today, calendar::day_number);
    let first = from.map_or_else(
        || last.saturating_sub(USUAL.saturating_sub(1)),
        calendar::day_number,
    );
    let range = DayRange { first, last };
    if range.is_empty() {
        return Err(Problem::invalid_field(
            "from",
            "begin on the day of `to` or before it",
        ));
    }
    if range.len() > MOST {
        return Err(Problem::invalid_field(
            "from",
            format!("ask for at most {MOST} days at once"),
        ));
    }
    Ok(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_what_was_asked_for_or_the_thirty_days_up_to_today() {
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        let today = calendar::day_number("2026-11-17".parse().unwrap());
        let usual = read(None, None, today).unwrap();
        assert_eq!((usual.len(), usual.last), (30, today));
        let one = read(day("2026-11-01"), day("2026-11-01"), today).unwrap();
        assert_eq!(one.len(), 1);
        assert!(read(day("2026-11-02"), day("2026-11-01"), today).is_err());
        assert!(read(day("2023-01-01"), None, today).is_err());
    }
}
