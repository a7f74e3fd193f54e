//! Windows: what a rule writes, and the dates it means at one moment in one account.

use jiff::tz::TimeZone;
use jiff::{Span as TimeSpan, Timestamp, ToSpan, Unit, civil};
use serde::{Deserialize, Serialize};

use crate::rational::Rational;
use crate::registry::{Metric, Platform};
use crate::table::{MissingReason, Moment};

/// The longest window in days: what accounts keep at day grain for sure.
pub(crate) const MOST_DAYS: i64 = 400;
/// The longest rolling window in hours: hours are kept for 90 days.
pub(crate) const MOST_HOURS: i64 = 24 * 90;

/// A window as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Window {
    pub(crate) base: WindowBase,
    /// `ending N days ago`: whole days by which the window moves back; 0 without it.
    pub(crate) ending: u16,
    /// `or since creation`: days before the object existed shorten the window instead of making it incomplete.
    pub(crate) since_creation: bool,
    /// The same stretch of another day or week, to be compared with.
    pub(crate) moved: Option<Moved>,
}

/// By how much a window that is not made of complete days lies back. It ends at a full hour, so that two of them are equally long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Moved {
    /// Calendar days, to the same hour of the clock.
    Days(u16),
    /// Elapsed hours.
    Hours(u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum WindowBase {
    /// The last complete days of the account's calendar, and today so far where the rule says so.
    LastDays {
        days: u16,
        settled: bool,
        including_today: bool,
    },
    /// Rolling elapsed hours.
    LastHours {
        hours: u16,
    },
    /// From midnight to the data's timestamp.
    Today,
    Yesterday,
    /// From Monday to the data's timestamp.
    ThisWeek,
    /// From the first of the month to the data's timestamp.
    ThisMonth,
    /// From the object's creation to the data's timestamp.
    Lifetime,
    /// From the first whole day after the object's last change to the data's timestamp.
    SinceLastChange,
}

impl Window {
    pub(crate) const fn of(base: WindowBase) -> Self {
        Self {
            base,
            ending: 0,
            since_creation: false,
            moved: None,
        }
    }

    /// The window itself, as far as it is compared with earlier ones; `None` where there is nothing of its kind to compare with.
    pub(crate) fn compared(self) -> Option<Self> {
        self.earlier(0)
    }

    /// The same window so many days earlier; `None` where there is no such thing.
    pub(crate) fn earlier(self, days: u16) -> Option<Self> {
        if self.since_creation {
            return None;
        }
        match self.base {
            WindowBase::LastDays {
                including_today: false,
                ..
            } => Some(Self {
                ending: self.ending.checked_add(days)?,
                ..self
            }),
            // One day, whole: the day before yesterday is the last day, moved.
            WindowBase::Yesterday if days > 0 => Some(Self {
                base: WindowBase::LastDays {
                    days: 1,
                    settled: false,
                    including_today: false,
                },
                ending: days,
                ..self
            }),
            WindowBase::Yesterday => Some(self),
            WindowBase::LastDays { .. }
            | WindowBase::Today
            | WindowBase::ThisWeek
            | WindowBase::LastHours { .. } => Some(Self {
                moved: Some(Moved::Days(days)),
                ..self
            }),
            WindowBase::ThisMonth | WindowBase::Lifetime | WindowBase::SinceLastChange => None,
        }
    }

    /// One of its days: the last, or so many days before that. `None` for windows not made of complete days.
    pub(crate) fn day(self, back: u16) -> Option<Self> {
        match self.base {
            WindowBase::LastDays {
                days,
                settled,
                including_today: false,
            } if back < days => Some(Self {
                base: WindowBase::LastDays {
                    days: 1,
                    settled,
                    including_today: false,
                },
                ending: self.ending.checked_add(back)?,
                ..self
            }),
            _ => None,
        }
    }

    /// The equal period right before this window; for today yesterday to the same hour, for this week the last one.
    pub(crate) fn before(self) -> Option<Self> {
        match self.base {
            WindowBase::LastHours { hours } if !self.since_creation => Some(Self {
                moved: Some(Moved::Hours(hours)),
                ..self
            }),
            WindowBase::LastDays {
                including_today: true,
                ..
            } => None,
            WindowBase::LastDays { days, .. } => self.earlier(days),
            WindowBase::ThisWeek => self.earlier(7),
            _ => self.earlier(1),
        }
    }

    /// Days and hours on top of the window's own by which it lies back.
    fn moved_days(self) -> i64 {
        match self.moved {
            Some(Moved::Days(days)) => i64::from(days),
            Some(Moved::Hours(_)) | None => 0,
        }
    }

    pub(crate) const fn is_settled(self) -> bool {
        matches!(self.base, WindowBase::LastDays { settled: true, .. })
    }
}

/// The buckets a window stands for at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Begins on another day for each object: see [`crate::Table::begins`].
    /// The same buckets, of which those before an object's creation count as nothing: what an object adds to its account.
    pub(crate) const fn of_account(self) -> Self {
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

/// One window of a rule, with what `settled` needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WindowEntry {
    pub(crate) window: Window,
    pub(crate) text: String,
    /// The metrics summed over it.
    pub(crate) metrics: Vec<Metric>,
    /// The metrics whose delay decides `settled`: of the expression, or of the whole rule under a `window` clause.
    pub(crate) settled_by: Vec<Metric>,
    /// The entry this one is an earlier copy of: the delay of both is that one's.
    pub(crate) copy_of: Option<usize>,
    /// One day of a longer window, which stands among the others as a whole.
    pub(crate) is_part: bool,
}

impl WindowEntry {
    pub(crate) fn new(window: Window, text: &str, settled_by: &[Metric]) -> Self {
        Self {
            window,
            text: text.to_owned(),
            metrics: Vec::new(),
            settled_by: settled_by.to_vec(),
            copy_of: None,
            is_part: false,
        }
    }

    /// Days by which the end moves back on this platform, and for this account.
    pub(crate) fn lag_days(&self, platform: Platform, extra: u32) -> u32 {
        if !self.window.is_settled() {
            return 0;
        }
        let slowest = self
            .settled_by
            .iter()
            .map(|metric| metric.settled_lag_days(platform))
            .max();
        slowest.unwrap_or(0).saturating_add(extra)
    }

    pub(crate) const fn is_settled(&self) -> bool {
        self.window.is_settled()
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
fn same_hour(mark: Timestamp, days: i64, zone: &TimeZone) -> Result<Timestamp, MissingReason> {
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

const fn hours(from: Timestamp, until: Timestamp, since_creation: bool) -> ResolvedWindow {
    if since_creation {
        ResolvedWindow::HoursSinceCreation { from, until }
    } else {
        ResolvedWindow::Hours { from, until }
    }
}

fn back(day: civil::Date, days: i64) -> Result<civil::Date, MissingReason> {
    day.checked_sub(days.days())
        .map_err(|_| MissingReason::IncompleteWindow)
}

pub(crate) fn start_of(day: civil::Date, zone: &TimeZone) -> Result<Timestamp, MissingReason> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn last_days(days: u16, settled: bool, including_today: bool) -> WindowBase {
        WindowBase::LastDays {
            days,
            settled,
            including_today,
        }
    }

    fn entry(base: WindowBase) -> WindowEntry {
        WindowEntry {
            metrics: vec![Metric::Spend],
            ..WindowEntry::new(Window::of(base), "", &[Metric::Conversions])
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
        let last_three = entry(last_days(3, false, false));
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
        let settled = entry(last_days(3, true, false));
        assert_eq!(settled.lag_days(Platform::Google, 0), 1);
        assert_eq!(settled.lag_days(Platform::Amazon, 2), 5);
        let moment = moment("2026-03-05T12:00:00Z", "2026-03-05T12:00:00Z");
        assert_eq!(
            settled.resolve(&moment, &TimeZone::UTC, 1),
            days("2026-03-01", "2026-03-03")
        );
        assert_eq!(entry(WindowBase::Yesterday).lag_days(Platform::Amazon, 2), 0);
    }

    #[test]
    fn a_day_is_not_known_before_a_sync_covers_its_end() {
        let moment = moment("2026-03-05T00:30:00Z", "2026-03-04T23:50:00Z");
        assert_eq!(
            entry(WindowBase::Yesterday).resolve(&moment, &TimeZone::UTC, 0),
            Err(MissingReason::Stale)
        );
    }

    #[test]
    fn rolling_hours_end_at_the_last_mark_the_data_reaches() {
        let moment = moment("2026-03-05T10:05:00Z", "2026-03-05T09:58:00Z");
        let six = entry(WindowBase::LastHours { hours: 6 });
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
            entry(WindowBase::LastHours { hours: 6 }).resolve(&moment, &TimeZone::UTC, 0),
            Err(MissingReason::Stale)
        );
    }

    #[test]
    fn seventy_two_hours_and_three_days_differ_across_a_clock_change() {
        // New York loses an hour on 8 March 2026.
        let zone = zone("America/New_York");
        let moment = moment("2026-03-10T04:00:00Z", "2026-03-10T04:00:00Z");
        let from = |day: civil::Date| day.to_zoned(zone.clone()).unwrap().timestamp();
        let Ok(ResolvedWindow::Days { first, last }) =
            entry(last_days(3, false, false)).resolve(&moment, &zone, 0)
        else {
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
            entry(WindowBase::Today).resolve(&now, &zone, 0),
            hours("2026-03-04T23:00:00Z", "2026-03-05T10:00:00Z")
        );
        let late = moment("2026-03-05T10:20:00Z", "2026-03-04T20:00:00Z");
        assert_eq!(
            entry(WindowBase::Today).resolve(&late, &zone, 0),
            Err(MissingReason::Stale)
        );
        let never = Moment {
            at: now.at,
            data_until: None,
        };
        assert_eq!(
            entry(WindowBase::Today).resolve(&never, &zone, 0),
            Err(MissingReason::NoSync)
        );
    }

    fn to_date(first: &str, last: &str) -> Result<ResolvedWindow, MissingReason> {
        Ok(ResolvedWindow::ToDate {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        })
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        // Thursday noon in Berlin; the data reaches two hours less far.
        let zone = zone("Europe/Berlin");
        let now = moment("2026-03-05T11:00:00Z", "2026-03-05T09:12:00Z");
        let week = entry(WindowBase::ThisWeek);
        assert_eq!(week.resolve(&now, &zone, 0), to_date("2026-03-02", "2026-03-05"));
        let month = entry(WindowBase::ThisMonth);
        assert_eq!(month.resolve(&now, &zone, 0), to_date("2026-03-01", "2026-03-05"));
        // A Sunday belongs to the week that began six days before.
        let sunday = moment("2026-03-08T11:00:00Z", "2026-03-08T10:00:00Z");
        assert_eq!(
            week.resolve(&sunday, &zone, 0),
            to_date("2026-03-02", "2026-03-08")
        );
        // Monday has begun and the data has not reached it.
        let monday = moment("2026-03-09T00:20:00Z", "2026-03-08T22:50:00Z");
        assert_eq!(week.resolve(&monday, &zone, 0), Err(MissingReason::Stale));
        assert_eq!(
            month.resolve(&monday, &zone, 0),
            to_date("2026-03-01", "2026-03-08")
        );
    }

    #[test]
    fn including_today_adds_the_day_that_is_not_over() {
        let now = moment("2026-03-05T10:20:00Z", "2026-03-05T10:10:00Z");
        let open = entry(last_days(3, false, true));
        assert_eq!(
            open.resolve(&now, &TimeZone::UTC, 0),
            to_date("2026-03-02", "2026-03-05")
        );
    }

    #[test]
    fn a_moved_window_ends_that_many_days_earlier_on_top_of_its_delay() {
        let now = moment("2026-03-20T10:20:00Z", "2026-03-20T10:10:00Z");
        let mut moved = entry(last_days(7, false, false));
        moved.window.ending = 7;
        assert_eq!(
            moved.resolve(&now, &TimeZone::UTC, 0),
            days("2026-03-06", "2026-03-12")
        );
        moved.window = Window {
            base: last_days(7, true, false),
            ..moved.window
        };
        assert_eq!(moved.lag_days(Platform::Google, 1), 2);
        assert_eq!(
            moved.resolve(&now, &TimeZone::UTC, 2),
            days("2026-03-04", "2026-03-10")
        );
    }

    #[test]
    fn windows_that_begin_with_each_object_name_only_their_end() {
        let now = moment("2026-03-05T10:20:00Z", "2026-03-05T10:10:00Z");
        let day = |text: &str| text.parse::<civil::Date>().unwrap();
        assert_eq!(
            entry(WindowBase::Lifetime).resolve(&now, &TimeZone::UTC, 0),
            Ok(ResolvedWindow::SinceCreation {
                from: None,
                last: day("2026-03-05"),
                to_date: true
            })
        );
        assert_eq!(
            entry(WindowBase::SinceLastChange).resolve(&now, &TimeZone::UTC, 0),
            Ok(ResolvedWindow::SinceChange {
                last: day("2026-03-05")
            })
        );
        let mut young = entry(last_days(7, false, false));
        young.window.since_creation = true;
        assert_eq!(
            young.resolve(&now, &TimeZone::UTC, 0),
            Ok(ResolvedWindow::SinceCreation {
                from: Some(day("2026-02-26")),
                last: day("2026-03-04"),
                to_date: false
            })
        );
    }

    fn moved(window: Window) -> WindowEntry {
        WindowEntry::new(window, "", &[])
    }

    #[test]
    fn the_period_before_is_as_long_and_ends_where_the_window_begins() {
        let now = moment("2026-03-20T10:20:00Z", "2026-03-20T10:10:00Z");
        let before = |base: WindowBase| {
            Window::of(base)
                .before()
                .map(|window| moved(window).resolve(&now, &TimeZone::UTC, 0).unwrap())
        };
        assert_eq!(
            before(last_days(7, false, false)),
            days("2026-03-06", "2026-03-12").ok()
        );
        assert_eq!(
            before(WindowBase::Yesterday),
            days("2026-03-18", "2026-03-18").ok()
        );
        assert_eq!(
            before(WindowBase::LastHours { hours: 6 }),
            hours("2026-03-19T22:00:00Z", "2026-03-20T04:00:00Z").ok()
        );
        assert_eq!(
            before(WindowBase::Today),
            hours("2026-03-19T00:00:00Z", "2026-03-19T10:00:00Z").ok()
        );
        assert_eq!(
            before(WindowBase::ThisWeek),
            Some(ResolvedWindow::DaysAndHours {
                first: "2026-03-09".parse().unwrap(),
                until: "2026-03-13T10:00:00Z".parse().unwrap(),
                since_creation: false
            })
        );
        assert_eq!(
            moved(Window::of(WindowBase::ThisWeek).compared().unwrap()).resolve(&now, &TimeZone::UTC, 0),
            Ok(ResolvedWindow::DaysAndHours {
                first: "2026-03-16".parse().unwrap(),
                until: "2026-03-20T10:00:00Z".parse().unwrap(),
                since_creation: false
            })
        );
        for base in [
            WindowBase::ThisMonth,
            WindowBase::Lifetime,
            WindowBase::SinceLastChange,
            last_days(3, false, true),
        ] {
            assert_eq!(before(base), None);
        }
    }

    #[test]
    fn the_same_hour_is_that_of_the_clock_on_both_sides_of_a_change() {
        // Berlin goes forward on 29 March 2026: nine o'clock is eight hours into that day, and nine hours into the one before.
        let zone = zone("Europe/Berlin");
        let now = moment("2026-03-29T07:20:00Z", "2026-03-29T07:10:00Z");
        let today = moved(Window::of(WindowBase::Today).compared().unwrap());
        assert_eq!(
            today.resolve(&now, &zone, 0),
            hours("2026-03-28T23:00:00Z", "2026-03-29T07:00:00Z")
        );
        let yesterday = moved(Window::of(WindowBase::Today).before().unwrap());
        assert_eq!(
            yesterday.resolve(&now, &zone, 0),
            hours("2026-03-27T23:00:00Z", "2026-03-28T08:00:00Z")
        );
        // Half past two did not exist a week ago: the mark behind the gap stands for it.
        let after = moment("2026-04-05T00:40:00Z", "2026-04-05T00:30:00Z");
        let week_ago = moved(Window::of(WindowBase::Today).earlier(7).unwrap());
        assert_eq!(
            week_ago.resolve(&after, &zone, 0),
            hours("2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z")
        );
    }

    #[test]
    fn the_elapsed_share_counts_the_hours_a_day_really_has() {
        let zone = zone("Europe/Berlin");
        let share = |period, at: &str| elapsed_share(period, at.parse().unwrap(), &zone).unwrap();
        let fraction = |over: i64, under: i64| Rational::fraction(over, under).unwrap();
        assert_eq!(share(Period::Today, "2026-03-05T11:00:00Z"), fraction(1, 2));
        assert_eq!(share(Period::Today, "2026-03-29T10:00:00Z"), fraction(11, 23));
        assert_eq!(share(Period::Week, "2026-03-02T23:00:00Z"), fraction(1, 7));
        assert_eq!(share(Period::Week, "2026-03-29T10:00:00Z"), fraction(155, 167));
        assert_eq!(share(Period::Month, "2026-02-14T23:00:00Z"), fraction(1, 2));
    }
}
