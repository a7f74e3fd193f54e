//! Windows: what a rule writes, and the dates it means at one moment in one account.
//!
//! Here: the window as written. [`place`] says which buckets it stands for at one moment, by the days and hour marks of [`calendar`].

mod calendar;
mod place;
#[cfg(test)]
mod tests;

pub(crate) use calendar::{Period, elapsed_share, hour_mark, start_of};
pub use place::{ResolvedWindow, WindowUse};

use crate::registry::{Metric, Platform};

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

    /// Made of whole days that are the same for every object, the last of which may be today: what platforms take as one range.
    pub(crate) const fn is_one_range_of_days(self) -> bool {
        let by_days = !matches!(
            self.base,
            WindowBase::LastHours { .. } | WindowBase::Today | WindowBase::SinceLastChange
        );
        by_days && !self.since_creation && self.moved.is_none()
    }
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
}
