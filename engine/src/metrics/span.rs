//! Which days a sync reads.

use dsl::Level;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    calendar,
    ingest::{HOURLY_DAYS, HOURLY_DAYS_BELOW},
};

/// The days a sync asks for: the account's first sync reads its history, the first of each day re-reads the month (late
/// conversions), every other the last three days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncSpan {
    pub first: Date,
    pub first_hourly: Date,
    pub last: Date,
    pub backfilled: bool,
}

/// Days re-read once a day: conversions of Google's default window arrive within thirty days of the click.
pub const RESTATED_DAYS: i64 = 30;
/// Days re-read on every sync.
pub const RECENT_DAYS: i64 = 3;
/// Days of history read when an account is connected.
pub const BACKFILL_DAYS: i64 = 90;

impl SyncSpan {
    pub fn plan(
        level: Level,
        observed_at: Timestamp,
        zone: &TimeZone,
        last_synced: Option<Timestamp>,
    ) -> Self {
        let today = calendar::day_at(observed_at, zone);
        let (back, hourly_back) = match last_synced {
            None if level == Level::Campaigns => (BACKFILL_DAYS, HOURLY_DAYS),
            None => (BACKFILL_DAYS, HOURLY_DAYS_BELOW),
            Some(last) => {
                let last_day = calendar::day_at(last, zone);
                let gap = today.saturating_sub(last_day);
                let back = if gap > 0 {
                    RESTATED_DAYS.max(gap.saturating_add(RECENT_DAYS))
                } else {
                    RECENT_DAYS
                };
                (back.min(BACKFILL_DAYS), gap.saturating_add(1).min(HOURLY_DAYS))
            }
        };
        Self {
            first: calendar::date_of(today.saturating_sub(back)),
            first_hourly: calendar::date_of(today.saturating_sub(hourly_back)),
            last: calendar::date_of(today),
            backfilled: last_synced.is_none(),
        }
    }
}
