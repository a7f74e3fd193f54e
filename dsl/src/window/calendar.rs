//! Days and hour marks on the clock of an account, where a day may have 23 or 25 hours.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit, civil};

use crate::rational::Rational;
use crate::table::MissingReason;

/// A part of the calendar that is not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Period {
    Today,
    Week,
    Month,
}

impl Period {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "this week",
            Self::Month => "this month",
        }
    }
}

/// How much of the period has passed at an instant: elapsed seconds by its seconds, 23 or 25 hours of them where a clock changes.
pub(crate) fn elapsed_share(period: Period, at: Timestamp, zone: &TimeZone) -> Option<Rational> {
    let today = at.to_zoned(zone.clone()).date();
    let first = match period {
        Period::Today => today,
        Period::Week => back(today, i64::from(today.weekday().to_monday_zero_offset())).ok()?,
        Period::Month => today.first_of_month(),
    };
    let next = match period {
        Period::Today => first.tomorrow().ok()?,
        Period::Week => first.checked_add(7.days()).ok()?,
        Period::Month => first.last_of_month().tomorrow().ok()?,
    };
    let (from, until) = (start_of(first, zone).ok()?, start_of(next, zone).ok()?);
    Rational::fraction(
        at.duration_since(from).as_secs(),
        until.duration_since(from).as_secs(),
    )
}

/// The hour mark of the same clock time so many days earlier. An hour that the clock skipped there is the one behind the gap; of
/// one that it repeated, the first.
pub(super) fn same_hour(mark: Timestamp, days: i64, zone: &TimeZone) -> Result<Timestamp, MissingReason> {
    if days == 0 {
        return Ok(mark);
    }
    let then = mark
        .to_zoned(zone.clone())
        .datetime()
        .checked_sub(days.days())
        .ok()
        .and_then(|then| then.to_zoned(zone.clone()).ok())
        .ok_or(MissingReason::IncompleteWindow)?;
    hour_mark(then.timestamp(), zone)
}

pub(super) fn back(day: civil::Date, days: i64) -> Result<civil::Date, MissingReason> {
    day.checked_sub(days.days())
        .map_err(|_| MissingReason::IncompleteWindow)
}

pub(crate) fn start_of(day: civil::Date, zone: &TimeZone) -> Result<Timestamp, MissingReason> {
    day.to_zoned(zone.clone())
        .map(|start| start.timestamp())
        .map_err(|_| MissingReason::IncompleteWindow)
}

/// The last whole hour of the local day at or before `instant`. Hours are counted as elapsed from the day's first instant, so
/// that a zone with an offset of half an hour, and a day of 23, 24 or 25 hours, have their own marks.
pub(crate) fn hour_mark(instant: Timestamp, zone: &TimeZone) -> Result<Timestamp, MissingReason> {
    let start = start_of(instant.to_zoned(zone.clone()).date(), zone)?;
    let elapsed = instant
        .since((Unit::Second, start))
        .map_err(|_| MissingReason::IncompleteWindow)?
        .get_seconds();
    let whole = elapsed.div_euclid(3_600).saturating_mul(3_600);
    start
        .checked_add(whole.seconds())
        .map_err(|_| MissingReason::IncompleteWindow)
}
