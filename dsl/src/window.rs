//! Windows: what a rule writes, and the dates it means at one moment in one account.

use jiff::tz::TimeZone;
use jiff::{Span as TimeSpan, Timestamp, ToSpan, Unit, civil};
use serde::{Deserialize, Serialize};

use crate::registry::{Metric, Platform};
use crate::table::{MissingReason, Moment};

/// The longest window in days: what accounts keep at day grain for sure.
pub(crate) const MOST_DAYS: i64 = 400;
/// The longest rolling window in hours: hours are kept for 90 days.
pub(crate) const MOST_HOURS: i64 = 24 * 90;

/// A window as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Window {
    /// The last complete days of the account's calendar.
    LastDays {
        days: u16,
        settled: bool,
    },
    /// Rolling elapsed hours.
    LastHours {
        hours: u16,
    },
    /// From midnight to the data's timestamp.
    Today,
    Yesterday,
}

/// The buckets a window stands for at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "grain", rename_all = "snake_case")]
pub enum ResolvedWindow {
    /// Calendar days of the account, both inclusive.
    #[serde(rename = "day")]
    Days { first: civil::Date, last: civil::Date },
    /// Elapsed hours of the account's local days, `[from, until)`, both on hour marks.
    #[serde(rename = "hour")]
    Hours { from: Timestamp, until: Timestamp },
}

/// A window of a bound rule at one moment: what the sync must fetch and what an explanation names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WindowUse {
    /// As written in the rule.
    pub text: String,
    /// The reason instead, when the window cannot be placed: the account was never synced, or its data ends before the window does.
    pub resolved: Result<ResolvedWindow, MissingReason>,
    /// Whole days by which `settled` moved the end back; 0 without it.
    pub lag_days: u32,
    pub metrics: Vec<Metric>,
}

/// One window of a rule, with what `settled` needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WindowEntry {
    pub(crate) window: Window,
    pub(crate) text: String,
    /// The metrics summed over it.
    pub(crate) metrics: Vec<Metric>,
    /// The metrics whose delay decides `settled`: of the expression, or of the whole rule under a `window` clause.
    pub(crate) settled_by: Vec<Metric>,
}

impl WindowEntry {
    /// Days by which the end moves back on this platform, and for this account.
    pub(crate) fn lag_days(&self, platform: Platform, extra: u32) -> u32 {
        match self.window {
            Window::LastDays { settled: true, .. } => {
                let slowest = self
                    .settled_by
                    .iter()
                    .map(|metric| metric.settled_lag_days(platform))
                    .max();
                slowest.unwrap_or(0).saturating_add(extra)
            }
            _ => 0,
        }
    }

    pub(crate) fn resolve(
        &self,
        moment: &Moment,
        zone: &TimeZone,
        lag_days: u32,
    ) -> Result<ResolvedWindow, MissingReason> {
        let data_until = moment.data_until.ok_or(MissingReason::NoSync)?;
        // Data that claims to reach beyond the tick says nothing about the tick.
        let data_until = data_until.min(moment.at);
        let today = moment.at.to_zoned(zone.clone()).date();
        match self.window {
            Window::LastDays { days, .. } => {
                let last = back(today, i64::from(lag_days).saturating_add(1))?;
                let first = back(last, i64::from(days).saturating_sub(1))?;
                complete_days(first, last, data_until, zone)
            }
            Window::Yesterday => {
                let day = back(today, 1)?;
                complete_days(day, day, data_until, zone)
            }
            Window::Today => {
                let from = start_of(today, zone)?;
                let until = hour_mark(data_until, zone)?;
                if data_until < from {
                    Err(MissingReason::Stale)
                } else {
                    Ok(ResolvedWindow::Hours {
                        from,
                        until: until.max(from),
                    })
                }
            }
            Window::LastHours { hours } => {
                let span: TimeSpan = i64::from(hours).hours();
                let until = hour_mark(data_until, zone)?;
                let from = until
                    .checked_sub(span)
                    .map_err(|_| MissingReason::IncompleteWindow)?;
                // The hours asked for and the hours covered do not even overlap.
                let oldest = moment
                    .at
                    .checked_sub(span)
                    .map_err(|_| MissingReason::IncompleteWindow)?;
                if until <= oldest {
                    Err(MissingReason::Stale)
                } else {
                    Ok(ResolvedWindow::Hours { from, until })
                }
            }
        }
    }
}

fn back(day: civil::Date, days: i64) -> Result<civil::Date, MissingReason> {
    day.checked_sub(days.days())
        .map_err(|_| MissingReason::IncompleteWindow)
}

fn start_of(day: civil::Date, zone: &TimeZone) -> Result<Timestamp, MissingReason> {
    day.to_zoned(zone.clone())
        .map(|start| start.timestamp())
        .map_err(|_| MissingReason::IncompleteWindow)
}

/// Days are known only once a completed sync covers the last of them to its end.
fn complete_days(
    first: civil::Date,
    last: civil::Date,
    data_until: Timestamp,
    zone: &TimeZone,
) -> Result<ResolvedWindow, MissingReason> {
    let next = last.tomorrow().map_err(|_| MissingReason::IncompleteWindow)?;
    if data_until < start_of(next, zone)? {
        return Err(MissingReason::Stale);
    }
    Ok(ResolvedWindow::Days { first, last })
}

/// The last whole hour of the local day at or before `instant`. Hours are counted as elapsed from the day's first instant, so
/// that a zone with an offset of half an hour, and a day of 23, 24 or 25 hours, have their own marks.
fn hour_mark(instant: Timestamp, zone: &TimeZone) -> Result<Timestamp, MissingReason> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn entry(window: Window) -> WindowEntry {
        WindowEntry {
            window,
            text: String::new(),
            metrics: vec![Metric::Spend],
            settled_by: vec![Metric::Conversions],
        }
    }

    fn moment(at: &str, data_until: &str) -> Moment {
        Moment {
            at: at.parse().unwrap(),
            data_until: Some(data_until.parse().unwrap()),
        }
    }

    fn days(first: &str, last: &str) -> Result<ResolvedWindow, MissingReason> {
        Ok(ResolvedWindow::Days {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        })
    }

    fn hours(from: &str, until: &str) -> Result<ResolvedWindow, MissingReason> {
        Ok(ResolvedWindow::Hours {
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        })
    }

    #[test]
    fn complete_days_end_yesterday_in_the_accounts_zone() {
        // 03:00 in UTC is still the evening before in New York.
        let moment = moment("2026-03-05T03:00:00Z", "2026-03-05T03:00:00Z");
        let last_three = entry(Window::LastDays {
            days: 3,
            settled: false,
        });
        assert_eq!(
            last_three.resolve(&moment, &zone("America/New_York"), 0),
            days("2026-03-01", "2026-03-03")
        );
        assert_eq!(
            last_three.resolve(&moment, &zone("Asia/Kolkata"), 0),
            days("2026-03-02", "2026-03-04")
        );
    }

    #[test]
    fn settled_moves_the_end_back_by_the_slowest_metric_of_the_platform() {
        let settled = entry(Window::LastDays {
            days: 3,
            settled: true,
        });
        assert_eq!(settled.lag_days(Platform::Google, 0), 1);
        assert_eq!(settled.lag_days(Platform::Amazon, 2), 5);
        let moment = moment("2026-03-05T12:00:00Z", "2026-03-05T12:00:00Z");
        assert_eq!(
            settled.resolve(&moment, &TimeZone::UTC, 1),
            days("2026-03-01", "2026-03-03")
        );
        assert_eq!(entry(Window::Yesterday).lag_days(Platform::Amazon, 2), 0);
    }

    #[test]
    fn a_day_is_not_known_before_a_sync_covers_its_end() {
        let moment = moment("2026-03-05T00:30:00Z", "2026-03-04T23:50:00Z");
        assert_eq!(
            entry(Window::Yesterday).resolve(&moment, &TimeZone::UTC, 0),
            Err(MissingReason::Stale)
        );
    }

    #[test]
    fn rolling_hours_end_at_the_last_mark_the_data_reaches() {
        let moment = moment("2026-03-05T10:05:00Z", "2026-03-05T09:58:00Z");
        let six = entry(Window::LastHours { hours: 6 });
        assert_eq!(
            six.resolve(&moment, &TimeZone::UTC, 0),
            hours("2026-03-05T03:00:00Z", "2026-03-05T09:00:00Z")
        );
        // Kolkata is five and a half hours ahead: its hours begin at half past in UTC.
        assert_eq!(
            six.resolve(&moment, &zone("Asia/Kolkata"), 0),
            hours("2026-03-05T03:30:00Z", "2026-03-05T09:30:00Z")
        );
    }

    #[test]
    fn rolling_hours_that_end_before_the_asked_ones_begin_are_stale() {
        let moment = moment("2026-03-05T20:00:00Z", "2026-03-05T09:58:00Z");
        assert_eq!(
            entry(Window::LastHours { hours: 6 }).resolve(&moment, &TimeZone::UTC, 0),
            Err(MissingReason::Stale)
        );
    }

    #[test]
    fn seventy_two_hours_and_three_days_differ_across_a_clock_change() {
        // New York loses an hour on 8 March 2026.
        let zone = zone("America/New_York");
        let moment = moment("2026-03-10T04:00:00Z", "2026-03-10T04:00:00Z");
        let from = |day: civil::Date| day.to_zoned(zone.clone()).unwrap().timestamp();
        let Ok(ResolvedWindow::Days { first, last }) = entry(Window::LastDays {
            days: 3,
            settled: false,
        })
        .resolve(&moment, &zone, 0) else {
            panic!("no days")
        };
        let elapsed = from(last.tomorrow().unwrap())
            .since((Unit::Hour, from(first)))
            .unwrap()
            .get_hours();
        assert_eq!(elapsed, 71);
    }

    #[test]
    fn today_reaches_from_midnight_to_the_data() {
        let zone = zone("Europe/Berlin");
        let now = moment("2026-03-05T10:20:00Z", "2026-03-05T10:10:00Z");
        assert_eq!(
            entry(Window::Today).resolve(&now, &zone, 0),
            hours("2026-03-04T23:00:00Z", "2026-03-05T10:00:00Z")
        );
        let late = moment("2026-03-05T10:20:00Z", "2026-03-04T20:00:00Z");
        assert_eq!(
            entry(Window::Today).resolve(&late, &zone, 0),
            Err(MissingReason::Stale)
        );
        let never = Moment {
            at: now.at,
            data_until: None,
        };
        assert_eq!(
            entry(Window::Today).resolve(&never, &zone, 0),
            Err(MissingReason::NoSync)
        );
    }
}
