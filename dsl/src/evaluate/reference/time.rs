//! The calendar: the days and hours a window stands for, and how much of a period has passed.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use num_bigint::BigInt;

use super::Reference;
use super::values::{Fraction, Value};
use crate::table::MissingReason;
use crate::window::{Period, ResolvedWindow, WindowBase};

impl Reference<'_> {
    /// The days or hours a window stands for, by the words of the specification.
    pub(super) fn window(&self, index: usize) -> Result<ResolvedWindow, MissingReason> {
        let entry = &self.rule.rule.body.windows[index];
        let zone = &self.rule.binding.zone;
        let data = self.moment.data_until.ok_or(MissingReason::NoSync)?;
        let data = if data > self.moment.at {
            self.moment.at
        } else {
            data
        };
        let today = self.moment.at.to_zoned(zone.clone()).date();
        let midnight = |day: Date| day.to_zoned(zone.clone()).unwrap().timestamp();
        // The last full hour of the local day, counted from its first instant.
        let full_hour = |instant: Timestamp| {
            let start = midnight(instant.to_zoned(zone.clone()).date());
            let mut mark = start;
            while mark + 1.hour() <= instant {
                mark += 1.hour();
            }
            mark
        };
        let complete = |first: Date, last: Date| {
            if data < midnight(last.tomorrow().unwrap()) {
                Err(MissingReason::Stale)
            } else {
                Ok(ResolvedWindow::Days { first, last })
            }
        };
        let window = entry.window;
        if window.ending > 0 || window.since_creation || window.moved.is_some() {
            return self.placed(index);
        }
        match window.base {
            WindowBase::Yesterday => {
                let day = today.yesterday().unwrap();
                complete(day, day)
            }
            WindowBase::LastDays {
                days,
                settled,
                including_today: false,
            } => {
                let mut back = 1_i64;
                if settled {
                    let slowest = entry
                        .settled_by
                        .iter()
                        .map(|metric| metric.settled_lag_days(self.rule.binding.platform))
                        .max()
                        .unwrap();
                    back += i64::from(slowest + self.rule.binding.extra_settled_days);
                }
                let last = today - back.days();
                complete(last - (i64::from(days) - 1).days(), last)
            }
            WindowBase::Today => {
                let from = midnight(today);
                if data < from {
                    return Err(MissingReason::Stale);
                }
                Ok(ResolvedWindow::Hours {
                    from,
                    until: full_hour(data),
                })
            }
            WindowBase::LastHours { hours } => {
                let until = full_hour(data);
                let length = i64::from(hours).hours();
                if until <= self.moment.at - length {
                    return Err(MissingReason::Stale);
                }
                Ok(ResolvedWindow::Hours {
                    from: until - length,
                    until,
                })
            }
            WindowBase::LastDays { .. }
            | WindowBase::ThisWeek
            | WindowBase::ThisMonth
            | WindowBase::Lifetime
            | WindowBase::SinceLastChange => self.placed(index),
        }
    }

    /// Windows that are moved, not over or each object's own are placed by the one function that `window` tests by itself; only
    /// what is computed from them is computed again here.
    pub(super) fn placed(&self, index: usize) -> Result<ResolvedWindow, MissingReason> {
        let entry = &self.rule.rule.body.windows[index];
        entry.resolve(&self.moment, &self.rule.binding.zone, self.rule.lag_days(entry))
    }

    /// Elapsed seconds of a period by its seconds.
    pub(super) fn elapsed(&self, period: Period) -> Value {
        let zone = &self.rule.binding.zone;
        let today = self.moment.at.to_zoned(zone.clone()).date();
        let mut first = today;
        let begins = |day: Date| match period {
            Period::Today => true,
            Period::Week => day.weekday() == jiff::civil::Weekday::Monday,
            Period::Month => day.day() == 1,
        };
        while !begins(first) {
            first = first.yesterday().unwrap();
        }
        let mut next = first.tomorrow().unwrap();
        while !begins(next) {
            next = next.tomorrow().unwrap();
        }
        let second = |day: Date| day.to_zoned(zone.clone()).unwrap().timestamp().as_second();
        Value::Is(Fraction(
            BigInt::from(self.moment.at.as_second() - second(first)),
            BigInt::from(second(next) - second(first)),
        ))
    }
}

/// Days since 1970, counted.
pub(super) fn day_number(date: Date) -> i64 {
    let mut days = 0;
    for year in 1970..date.year() {
        days += i64::from(Date::constant(year, 1, 1).days_in_year());
    }
    for year in date.year()..1970 {
        days -= i64::from(Date::constant(year, 1, 1).days_in_year());
    }
    days + i64::from(date.day_of_year()) - 1
}
