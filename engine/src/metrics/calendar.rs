//! The account's calendar: days as numbers, hours as elapsed hours of the local day.
//!
//! A local day has 23, 24 or 25 elapsed hours (or a half more, where clocks move by thirty minutes). Platforms report
//! clock hours 0-23; where a clock hour happens twice they report one number for both.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

/// Days since 1970-01-01 of a civil date.
pub fn day_number(date: civil::Date) -> i64 {
    date.duration_since(civil::Date::constant(1970, 1, 1))
        .as_hours()
        .div_euclid(24)
}

/// The civil date of a day number, within jiff's range.
pub fn date_of(day: i64) -> civil::Date {
    civil::Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(day).unwrap_or_default())
        .unwrap_or(civil::Date::MAX)
}

/// The account's day at an instant.
pub fn day_at(at: Timestamp, zone: &TimeZone) -> i64 {
    day_number(zone.to_datetime(at).date())
}

/// The first instant of a local day (after a gap at midnight: the first that exists).
pub fn day_start(day: i64, zone: &TimeZone) -> Timestamp {
    date_of(day)
        .to_zoned(zone.clone())
        .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

/// The first instant of the next local day.
pub fn day_end(day: i64, zone: &TimeZone) -> Timestamp {
    day_start(day.saturating_add(1), zone)
}

/// How many hour buckets the day has; a trailing half hour counts as one.
pub fn hours_in_day(day: i64, zone: &TimeZone) -> usize {
    let seconds = day_end(day, zone).duration_since(day_start(day, zone)).as_secs();
    usize::try_from(seconds.saturating_add(3_599) / 3_600).unwrap_or(24)
}

/// The elapsed-hour bucket in which a platform's clock hour begins; for a repeated hour, its first pass. `None` for a
/// clock hour that the day skips.
pub fn bucket_of_clock_hour(day: i64, hour: i8, zone: &TimeZone) -> Option<usize> {
    let civil = date_of(day).at(hour, 0, 0, 0);
    // The earlier of two passes; in a gap there is no instant that reads `hour`.
    let instant = zone.to_ambiguous_timestamp(civil).earlier().ok()?;
    let read_back = zone.to_datetime(instant);
    if read_back.date() != civil.date() || read_back.hour() != hour {
        return None;
    }
    let elapsed = instant.duration_since(day_start(day, zone)).as_secs();
    usize::try_from(elapsed.div_euclid(3_600)).ok()
}

/// The two buckets that a platform merged into the first, where the day repeats a clock hour.
pub fn merged_buckets(day: i64, zone: &TimeZone) -> Option<(usize, usize)> {
    let hours = hours_in_day(day, zone);
    if hours <= 24 {
        return None;
    }
    let start = day_start(day, zone);
    let clock_hour = |bucket: usize| {
        let elapsed = SignedDuration::from_hours(i64::try_from(bucket).unwrap_or(0));
        start
            .checked_add(elapsed)
            .ok()
            .map(|at| zone.to_datetime(at).hour())
    };
    (1..hours)
        .find(|bucket| clock_hour(*bucket) == clock_hour(bucket.saturating_sub(1)))
        .map(|second| (second.saturating_sub(1), second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn day(text: &str) -> i64 {
        day_number(text.parse().unwrap())
    }

    #[test]
    fn day_numbers_and_dates_are_inverse() {
        for number in [-400, -1, 0, 1, 20_000, 20_779] {
            assert_eq!(day_number(date_of(number)), number);
        }
        assert_eq!(day("1970-01-02"), 1);
    }

    #[test]
    fn a_clock_change_makes_days_of_23_and_25_hours() {
        let new_york = zone("America/New_York");
        assert_eq!(hours_in_day(day("2026-03-08"), &new_york), 23);
        assert_eq!(hours_in_day(day("2026-11-01"), &new_york), 25);
        assert_eq!(hours_in_day(day("2026-06-01"), &new_york), 24);
        // Thirty minutes at Lord Howe: the long day ends in half a bucket.
        assert_eq!(hours_in_day(day("2026-04-05"), &zone("Australia/Lord_Howe")), 25);
    }

    #[test]
    fn a_skipped_clock_hour_has_no_bucket_and_later_ones_move_up() {
        let new_york = zone("America/New_York");
        let spring = day("2026-03-08");
        assert_eq!(bucket_of_clock_hour(spring, 1, &new_york), Some(1));
        assert_eq!(bucket_of_clock_hour(spring, 2, &new_york), None);
        assert_eq!(bucket_of_clock_hour(spring, 3, &new_york), Some(2));
    }

    #[test]
    fn a_repeated_clock_hour_goes_to_its_first_pass_and_is_marked_merged() {
        let new_york = zone("America/New_York");
        let autumn = day("2026-11-01");
        assert_eq!(bucket_of_clock_hour(autumn, 1, &new_york), Some(1));
        assert_eq!(bucket_of_clock_hour(autumn, 2, &new_york), Some(3));
        assert_eq!(merged_buckets(autumn, &new_york), Some((1, 2)));
        assert_eq!(merged_buckets(day("2026-06-01"), &new_york), None);
    }
}
