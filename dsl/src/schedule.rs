//! When a rule runs. Marks are wall-clock times of a zone: the account's, unless the rule names one.
//!
//! Pure: the instants come in, the next ones go out. Who waits for them is none of this module's business.

use std::fmt;

use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan, civil};

use crate::display::duration;

const DAY_MINUTES: u16 = 24 * 60;
/// Longer than any pause between two runs: a week with one weekday, and the day that a zone skips altogether.
const SEARCH_DAYS: i64 = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cadence {
    /// Minutes, dividing a day.
    Every(u16),
    DayAt(civil::Time),
    EverySync,
    EveryStatusChange,
}

/// `[from, until)` on the wall clock; `until` at or before `from` crosses midnight and belongs to the starting day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    pub(crate) from: civil::Time,
    pub(crate) until: civil::Time,
}

/// A set of weekdays; bit 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weekdays(pub(crate) u8);

impl Weekdays {
    pub(crate) const ALL: Self = Self(0b111_1111);
    pub(crate) const WORKING: Self = Self(0b001_1111);
    pub(crate) const WEEKEND: Self = Self(0b110_0000);

    pub(crate) fn single(day: civil::Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, day: civil::Weekday) -> bool {
        self.0 & Self::single(day).0 != 0
    }
}

/// A rule's schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub(crate) cadence: Cadence,
    pub(crate) hours: Option<Hours>,
    pub(crate) days: Weekdays,
    pub(crate) zone: Option<TimeZone>,
    /// Runs that were missed are made up for.
    pub(crate) catch_up: bool,
}

/// Times missed longer ago than this are not made up for.
pub const LONGEST_MISS: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Schedule {
    /// The first run strictly after `at`; `None` where it waits for something to happen.
    ///
    /// A mark inside a gap of the clock runs at the first instant after it. In a repeated hour cadences up to an hour run
    /// in both passes, longer ones and `day at` in the first alone.
    #[must_use]
    pub fn next_after(&self, at: Timestamp, account_zone: &TimeZone) -> Option<Timestamp> {
        let zone = self.zone_in(account_zone);
        let today = at.to_zoned(zone.clone()).date();
        let on = |day: civil::Date| {
            self.marks()
                .filter_map(|mark| self.first_instant(day, mark, at, zone))
                .min()
        };
        // The evening before can be repeated after midnight, so the walk begins a day early.
        let mut day = today.yesterday().ok()?;
        for _ in 0..SEARCH_DAYS {
            let tomorrow = day.tomorrow().ok()?;
            if let Some(found) = on(day) {
                // Where midnight itself is repeated, tomorrow's first mark can come before today's last.
                return Some(on(tomorrow).map_or(found, |rival| rival.min(found)));
            }
            day = tomorrow;
        }
        None
    }

    #[must_use]
    pub const fn on_every_sync(&self) -> bool {
        matches!(self.cadence, Cadence::EverySync)
    }

    #[must_use]
    pub const fn on_every_status_change(&self) -> bool {
        matches!(self.cadence, Cadence::EveryStatusChange)
    }

    /// Whether it waits for something to happen: the clock has no marks for it.
    #[must_use]
    pub const fn is_by_event(&self) -> bool {
        self.on_every_sync() || self.on_every_status_change()
    }

    /// Whether each run that was missed is made up for.
    #[must_use]
    pub const fn catches_up(&self) -> bool {
        self.catch_up
    }

    /// Seconds between two marks; `None` where it waits for something to happen.
    #[must_use]
    pub fn cadence(&self) -> Option<i64> {
        match self.cadence {
            Cadence::Every(minutes) => Some(i64::from(minutes).saturating_mul(60)),
            Cadence::DayAt(_) => Some(86_400),
            Cadence::EverySync | Cadence::EveryStatusChange => None,
        }
    }

    /// Whether one of its times is this instant; by an event it has none.
    #[must_use]
    pub fn runs_at(&self, at: Timestamp, account_zone: &TimeZone) -> bool {
        let just_before = at.saturating_sub(SignedDuration::from_secs(1));
        just_before.is_ok_and(|before| self.next_after(before, account_zone) == Some(at))
    }

    /// Whether the wall clock at `at` lies within the schedule's hours and weekdays: what decides for `every sync`.
    #[must_use]
    pub fn allows(&self, at: Timestamp, account_zone: &TimeZone) -> bool {
        self.allows_wall(at.to_zoned(self.zone_in(account_zone).clone()).datetime())
    }

    /// The zone the rule names, or the account's.
    #[must_use]
    pub fn zone_in<'a>(&'a self, account_zone: &'a TimeZone) -> &'a TimeZone {
        self.zone.as_ref().unwrap_or(account_zone)
    }

    fn allows_wall(&self, wall: civil::DateTime) -> bool {
        let (date, time) = (wall.date(), wall.time());
        match self.hours {
            None => self.days.has(date.weekday()),
            Some(Hours { from, until }) if from < until => {
                time >= from && time < until && self.days.has(date.weekday())
            }
            Some(Hours { from, until }) => {
                (time >= from && self.days.has(date.weekday()))
                    || (time < until
                        && date
                            .yesterday()
                            .is_ok_and(|before| self.days.has(before.weekday())))
            }
        }
    }

    /// Whether any mark of any week falls into the schedule's hours.
    pub(crate) fn ever_runs(&self) -> bool {
        let monday = civil::date(2024, 1, 1);
        self.is_by_event()
            || (0..7).any(|offset| {
                monday
                    .checked_add(offset.days())
                    .is_ok_and(|day| self.marks().any(|mark| self.allows_wall(day.to_datetime(mark))))
            })
    }

    /// The marks of each weekday in seconds after midnight, Monday first, as a clock without changes shows them.
    pub(crate) fn days_of_marks(&self) -> Vec<Vec<i64>> {
        let monday = civil::date(2024, 1, 1);
        (0..7)
            .filter_map(|offset| monday.checked_add(offset.days()).ok())
            .map(|day| {
                self.marks()
                    .filter(|mark| self.allows_wall(day.to_datetime(*mark)))
                    .map(|mark| {
                        i64::from(mark.hour())
                            .saturating_mul(3_600)
                            .saturating_add(i64::from(mark.minute()).saturating_mul(60))
                    })
                    .collect()
            })
            .collect()
    }

    /// The marks that can fall on one day of an account, in seconds. A zone of the schedule's own cuts the account's days anywhere, so
    /// that any 24 hours of the week may be one.
    pub(crate) fn busy_days(&self) -> Vec<Vec<i64>> {
        const DAY: i64 = 86_400;
        const WEEK: i64 = 7 * DAY;
        let days = self.days_of_marks();
        if self.zone.is_none() {
            return days;
        }
        let week: Vec<i64> = days
            .iter()
            .zip((0_i64..).step_by(86_400))
            .flat_map(|(marks, begins)| marks.iter().map(move |mark| mark.saturating_add(begins)))
            .collect();
        let twice = || {
            week.iter()
                .copied()
                .chain(week.iter().map(|mark| mark.saturating_add(WEEK)))
        };
        week.iter()
            .map(|first| {
                let day = first.saturating_add(DAY);
                twice().filter(|mark| mark >= first && *mark < day).collect()
            })
            .collect()
    }

    fn marks(&self) -> impl Iterator<Item = civil::Time> + use<> {
        let (first, step) = match self.cadence {
            Cadence::Every(minutes) => (civil::Time::midnight(), minutes.max(1)),
            Cadence::DayAt(time) => (time, DAY_MINUTES),
            Cadence::EverySync | Cadence::EveryStatusChange => (civil::Time::midnight(), 0),
        };
        let last = if step == 0 { 0 } else { DAY_MINUTES };
        (0..last)
            .step_by(usize::from(step.max(1)))
            .filter_map(move |minutes| {
                let mark = i8::try_from(minutes / 60)
                    .ok()
                    .zip(i8::try_from(minutes % 60).ok());
                let offset = mark.and_then(|(hour, minute)| civil::Time::new(hour, minute, 0, 0).ok())?;
                if step == DAY_MINUTES {
                    Some(first)
                } else {
                    Some(offset)
                }
            })
    }

    /// The first instant after `at` at which the wall clock shows `mark` on `day`.
    fn first_instant(
        &self,
        day: civil::Date,
        mark: civil::Time,
        at: Timestamp,
        zone: &TimeZone,
    ) -> Option<Timestamp> {
        let wall = day.to_datetime(mark);
        if !self.allows_wall(wall) {
            return None;
        }
        let ambiguous = zone.to_ambiguous_timestamp(wall);
        let (first, second) = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => (ambiguous.unambiguous().ok()?, None),
            AmbiguousOffset::Fold { .. } => {
                let repeats = matches!(self.cadence, Cadence::Every(minutes) if minutes <= 60);
                (
                    ambiguous.earlier().ok()?,
                    if repeats { ambiguous.later().ok() } else { None },
                )
            }
            AmbiguousOffset::Gap { .. } => {
                // "Earlier" reads the skipped wall time with the offset after the gap, which lies before the gap; the next
                // change of the zone's clock from there is the gap itself.
                let before = ambiguous.earlier().ok()?;
                (zone.following(before).next()?.timestamp(), None)
            }
        };
        [Some(first), second]
            .into_iter()
            .flatten()
            .find(|instant| *instant > at)
    }
}

impl fmt::Display for Schedule {
    /// `every 1 hour between 06:00 and 22:00 on mon, tue in Europe/Berlin`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cadence {
            Cadence::Every(minutes) => {
                write!(f, "every {}", duration(i64::from(minutes).saturating_mul(60)))?
            }
            Cadence::DayAt(time) => write!(f, "every day at {}", time.strftime("%H:%M"))?,
            Cadence::EverySync => f.write_str("every sync")?,
            Cadence::EveryStatusChange => f.write_str("every status change")?,
        }
        if let Some(Hours { from, until }) = self.hours {
            write!(
                f,
                " between {} and {}",
                from.strftime("%H:%M"),
                until.strftime("%H:%M")
            )?;
        }
        match self.days {
            Weekdays::ALL => {}
            Weekdays::WORKING => f.write_str(" on weekdays")?,
            Weekdays::WEEKEND => f.write_str(" on weekends")?,
            days => {
                const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
                let names: Vec<&str> = (0..7_u8)
                    .zip(NAMES)
                    .filter(|(bit, _)| days.0 >> bit & 1 == 1)
                    .map(|(_, name)| name)
                    .collect();
                write!(f, " on {}", names.join(", "))?;
            }
        }
        if let Some(name) = self.zone.as_ref().and_then(TimeZone::iana_name) {
            write!(f, " in {name}")?;
        }
        if self.catch_up {
            f.write_str(" catch up")?;
        }
        Ok(())
    }
}
