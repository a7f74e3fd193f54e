//! The buckets that a window stands for at one moment in one account.

use jiff::tz::TimeZone;
use jiff::{Span as TimeSpan, Timestamp, ToSpan, civil};
use serde::{Deserialize, Serialize};

use crate::registry::Metric;
use crate::table::{MissingReason, Moment};
use crate::window::calendar::{back, hour_mark, same_hour, start_of};
use crate::window::{Moved, Window, WindowBase, WindowEntry};

/// The buckets a window stands for at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "grain", rename_all = "snake_case")]
pub enum ResolvedWindow {
    /// Calendar days of the account, both inclusive, each covered to its end.
    #[serde(rename = "day")]
    Days { first: civil::Date, last: civil::Date },
    /// Elapsed hours of the account's local days, `[from, until)`, both on hour marks.
    #[serde(rename = "hour")]
    Hours { from: Timestamp, until: Timestamp },
    /// Calendar days from `first`, and the hours of the last day up to `until`, an hour mark.
    DaysAndHours {
        first: civil::Date,
        until: Timestamp,
        /// What lies before the object's creation counts as nothing.
        since_creation: bool,
    },
    /// Calendar days from `first` to the data's timestamp, which lies on `last`.
    ToDate { first: civil::Date, last: civil::Date },
    /// From the object's creation, or from `from` where it is older, up to and including `last`.
    SinceCreation {
        /// `None`: the object's whole life.
        from: Option<civil::Date>,
        last: civil::Date,
        /// `last` is the day of the data's timestamp, and ends with it.
        to_date: bool,
    },
    /// Elapsed hours, `[from, until)`, of which those before the object's creation count as nothing.
    HoursSinceCreation { from: Timestamp, until: Timestamp },
    /// From the first whole day after the object's last change — without one, from its creation — to the data's timestamp, which
    /// lies on `last`.
    SinceChange { last: civil::Date },
}

impl ResolvedWindow {
    /// The same buckets, of which those before an object's creation count as nothing: what an object adds to its account.
    #[must_use]
    pub const fn of_account(self) -> Self {
        match self {
            Self::Days { first, last } => Self::SinceCreation {
                from: Some(first),
                last,
                to_date: false,
            },
            Self::ToDate { first, last } => Self::SinceCreation {
                from: Some(first),
                last,
                to_date: true,
            },
            Self::Hours { from, until } => Self::HoursSinceCreation { from, until },
            Self::DaysAndHours { first, until, .. } => Self::DaysAndHours {
                first,
                until,
                since_creation: true,
            },
            own @ (Self::SinceCreation { .. }
            | Self::HoursSinceCreation { .. }
            | Self::SinceChange { .. }) => own,
        }
    }

    /// Begins on another day for each object: see [`crate::Table::begins`].
    #[must_use]
    pub const fn is_per_object(&self) -> bool {
        matches!(self, Self::SinceCreation { .. } | Self::SinceChange { .. })
    }
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

impl WindowEntry {
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
        let since_creation = self.window.since_creation;
        match self.window.base {
            WindowBase::LastDays {
                days,
                including_today: false,
                ..
            } => {
                let moved = i64::from(lag_days).saturating_add(i64::from(self.window.ending));
                let last = back(today, moved.saturating_add(1))?;
                let first = back(last, i64::from(days).saturating_sub(1))?;
                complete_days(first, last, data_until, zone, since_creation)
            }
            WindowBase::LastDays { days, .. } => {
                let first = back(today, i64::from(days))?;
                self.to_date(first, data_until, zone)
            }
            WindowBase::Yesterday => {
                let day = back(today, 1)?;
                complete_days(day, day, data_until, zone, since_creation)
            }
            WindowBase::ThisWeek => {
                let monday = back(today, i64::from(today.weekday().to_monday_zero_offset()))?;
                self.to_date(monday, data_until, zone)
            }
            WindowBase::ThisMonth => self.to_date(today.first_of_month(), data_until, zone),
            WindowBase::Lifetime => Ok(ResolvedWindow::SinceCreation {
                from: None,
                last: data_until.to_zoned(zone.clone()).date(),
                to_date: true,
            }),
            WindowBase::SinceLastChange => Ok(ResolvedWindow::SinceChange {
                last: data_until.to_zoned(zone.clone()).date(),
            }),
            WindowBase::Today => {
                let from = start_of(today, zone)?;
                if data_until < from {
                    return Err(MissingReason::Stale);
                }
                let until = hour_mark(data_until, zone)?.max(from);
                let moved = self.window.moved_days();
                let from = start_of(back(today, moved)?, zone)?;
                let until = same_hour(until, moved, zone)?.max(from);
                Ok(hours(from, until, since_creation))
            }
            WindowBase::LastHours { hours: length } => {
                let span: TimeSpan = i64::from(length).hours();
                let until = hour_mark(data_until, zone)?;
                // The hours asked for and the hours covered do not even overlap.
                let oldest = moment
                    .at
                    .checked_sub(span)
                    .map_err(|_| MissingReason::IncompleteWindow)?;
                if until <= oldest {
                    return Err(MissingReason::Stale);
                }
                let until = match self.window.moved {
                    Some(Moved::Hours(moved)) => until
                        .checked_sub(i64::from(moved).hours())
                        .map_err(|_| MissingReason::IncompleteWindow)?,
                    _ => same_hour(until, self.window.moved_days(), zone)?,
                };
                let from = until
                    .checked_sub(span)
                    .map_err(|_| MissingReason::IncompleteWindow)?;
                Ok(hours(from, until, since_creation))
            }
        }
    }

    /// Days that are not over end with the data; a window that begins behind it holds none of them.
    fn to_date(
        &self,
        first: civil::Date,
        data_until: Timestamp,
        zone: &TimeZone,
    ) -> Result<ResolvedWindow, MissingReason> {
        if data_until < start_of(first, zone)? {
            return Err(MissingReason::Stale);
        }
        let last = data_until.to_zoned(zone.clone()).date();
        Ok(match self.window {
            Window {
                moved: Some(Moved::Days(days)),
                ..
            } => {
                let first = back(first, i64::from(days))?;
                let until = same_hour(hour_mark(data_until, zone)?, i64::from(days), zone)?;
                ResolvedWindow::DaysAndHours {
                    first,
                    until: until.max(start_of(first, zone)?),
                    since_creation: false,
                }
            }
            Window {
                since_creation: true, ..
            } => ResolvedWindow::SinceCreation {
                from: Some(first),
                last,
                to_date: true,
            },
            _ => ResolvedWindow::ToDate { first, last },
        })
    }
}

const fn hours(from: Timestamp, until: Timestamp, since_creation: bool) -> ResolvedWindow {
    if since_creation {
        ResolvedWindow::HoursSinceCreation { from, until }
    } else {
        ResolvedWindow::Hours { from, until }
    }
}

/// Days are known only once a completed sync covers the last of them to its end.
fn complete_days(
    first: civil::Date,
    last: civil::Date,
    data_until: Timestamp,
    zone: &TimeZone,
    since_creation: bool,
) -> Result<ResolvedWindow, MissingReason> {
    let next = last.tomorrow().map_err(|_| MissingReason::IncompleteWindow)?;
    if data_until < start_of(next, zone)? {
        return Err(MissingReason::Stale);
    }
    Ok(if since_creation {
        ResolvedWindow::SinceCreation {
            from: Some(first),
            last,
            to_date: false,
        }
    } else {
        ResolvedWindow::Days { first, last }
    })
}
