//! The columns as one instant sees them, and what the evaluator asks of them.
//!
//! Every sum is known or missing with its reason: what a sync covers and has no row is zero. Never here: where columns come from
//! (`table`).

use std::{ops::Range, sync::Arc};

use dsl::{
    Attribute, AttributeColumn, AttributeValue, Column, KeptSums, Level, Metric, MissingReason,
    ResolvedWindow, Supplied,
};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{
    calendar,
    frame::{METRICS, lanes},
    table::{AccountTable, ObjectColumns, index},
};
use crate::lookups::Known;

/// The columns as one instant sees them. Implements the evaluator's [`dsl::Table`].
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub table: Arc<AccountTable>,
    /// The level that the rows stand in; `None` for campaigns.
    pub(super) above: Option<Box<Snapshot>>,
    /// What the one row is made of, where it is the account: the campaigns.
    pub(super) members: Option<Box<Snapshot>>,
    pub at: Timestamp,
    /// What the organisation's lookups supplied then.
    pub(super) lookups: Arc<Known>,
    pub(super) today: i64,
    pub(super) stale: bool,
    /// What a rule has asked for, for the next one that asks for it.
    pub(super) kept: Arc<KeptSums>,
}

impl Snapshot {
    /// The same, with what lookups and rates supplied at its instant.
    #[must_use]
    pub fn knowing(mut self, lookups: Arc<Known>) -> Self {
        self.lookups = lookups;
        self
    }

    /// What the organisation's lookups supplied then.
    pub fn known(&self) -> Arc<Known> {
        Arc::clone(&self.lookups)
    }

    pub fn moment(&self) -> dsl::Moment {
        dsl::Moment {
            at: self.at,
            // What was read later than the instant in question was not there then.
            data_until: self.table.data_until.map(|until| until.min(self.at)),
        }
    }

    /// Whether anything was read of a day.
    pub fn reaches_back_to(&self, day: i64) -> bool {
        self.table.first_day <= day && self.table.data_until.is_some()
    }

    /// The sum of all rows: each adds what it has, as under `of account`.
    fn together(&self, metric: Metric, window: &ResolvedWindow) -> Result<i64, MissingReason> {
        if dsl::Table::rows(self) == 0 {
            // Nothing is there that could have spent: whether anything was read is all there is to know.
            let read = self.table.data_until.ok_or(MissingReason::NoSync)?;
            return if self.stale || read > self.at {
                Err(MissingReason::Stale)
            } else {
                Ok(0)
            };
        }
        if metric.is_windowed() {
            return Err(MissingReason::NotSupplied);
        }
        let rows = dsl::Table::rows(self);
        let mut column = Column::with_capacity(rows);
        dsl::Table::sums(self, metric, &window.of_account(), 0..rows, &mut column);
        (0..rows).try_fold(0_i64, |sum, row| {
            match column.get(row).unwrap_or(Err(MissingReason::NotSupplied)) {
                Ok(value) => sum.checked_add(value).ok_or(MissingReason::Overflow),
                // It was not there yet.
                Err(MissingReason::NotYet) => Ok(sum),
                Err(reason) => Err(reason),
            }
        })
    }

    /// What the row stands in, and its place there.
    fn parent(&self, row: usize) -> Option<(&Self, usize)> {
        let place = self.table.parents.get(row).copied().flatten()?;
        Some((self.above.as_deref()?, place))
    }

    /// The account's day at this instant.
    pub fn today(&self) -> i64 {
        self.today
    }

    /// What the row stands in.
    pub fn stands_in(&self, row: usize) -> Option<&ObjectColumns> {
        let (above, place) = self.parent(row)?;
        above.object(place)
    }

    /// What the row stands in where that is no campaign: the ad group of a keyword.
    pub fn between(&self, row: usize) -> Option<&ObjectColumns> {
        let (above, place) = self.parent(row)?;
        let is_between = !matches!(above.table.level, Level::Campaigns | Level::Accounts);
        above.object(place).filter(|_| is_between)
    }

    /// The row of a level above in which this one stands, or the row itself.
    pub fn row_above(&self, row: usize, level: Level) -> Option<usize> {
        if self.table.level == level {
            return Some(row);
        }
        let (above, place) = self.parent(row)?;
        above.row_above(place, level)
    }

    pub fn object(&self, row: usize) -> Option<&ObjectColumns> {
        self.table.objects.get(row)
    }

    /// Where the columns hold it; `None` for what was not reported.
    fn lane(&self, metric: Metric) -> Option<usize> {
        Some(match metric {
            Metric::Impressions => 0,
            Metric::Clicks => 1,
            Metric::Spend => 2,
            Metric::Conversions => 3,
            Metric::Revenue => 4,
            further => return self.table.lanes.lane(further),
        })
    }

    /// Whether completed syncs cover the days, the same for every row. With `to_date` the last of them is the day of the data's
    /// timestamp, and ends with it.
    fn days_covered(&self, first: i64, last: i64, to_date: bool) -> Result<(), MissingReason> {
        let table = &self.table;
        let Some(until) = table.data_until else {
            return Err(MissingReason::NoSync);
        };
        if self.stale {
            return Err(MissingReason::Stale);
        }
        if first < table.first_day {
            return Err(MissingReason::IncompleteWindow);
        }
        if last > calendar::day_at(until, &table.zone) {
            return Err(MissingReason::NoSync);
        }
        // Today ends at the data's timestamp; every earlier day must be covered to its own end.
        let full_last = if to_date {
            last.saturating_sub(1)
        } else {
            last.min(self.today.saturating_sub(1))
        };
        if full_last >= first {
            let from = index(table.first_day, first).and_then(|at| table.complete.get(at));
            let to =
                index(table.first_day, full_last.saturating_add(1)).and_then(|at| table.complete.get(at));
            let (Some(from), Some(to)) = (from, to) else {
                return Err(MissingReason::NoSync);
            };
            if to.saturating_sub(*from) != full_last.saturating_sub(first).saturating_add(1) {
                return Err(MissingReason::NoSync);
            }
        }
        Ok(())
    }

    /// The first day of a window for one object; never before the object, unless the window itself is incomplete for it.
    fn first_day_of(&self, object: &ObjectColumns, window: &ResolvedWindow) -> Result<i64, MissingReason> {
        let created = object.first_day;
        let (first, last) = match window {
            ResolvedWindow::Days { first, .. } | ResolvedWindow::ToDate { first, .. } => {
                let first = calendar::day_number(*first);
                return if first < created {
                    Err(MissingReason::IncompleteWindow)
                } else {
                    Ok(first)
                };
            }
            ResolvedWindow::SinceCreation { from, last, .. } => (
                from.map_or(created, |from| calendar::day_number(from).max(created)),
                last,
            ),
            ResolvedWindow::SinceChange { last } => {
                let changed = object.last_change_at.map_or(created, |at| {
                    let day = calendar::day_at(at, &self.table.zone);
                    if calendar::day_start(day, &self.table.zone) == at {
                        day
                    } else {
                        day.saturating_add(1)
                    }
                });
                (changed.max(created), last)
            }
            ResolvedWindow::Hours { .. }
            | ResolvedWindow::HoursSinceCreation { .. }
            | ResolvedWindow::DaysAndHours { .. } => {
                return Err(MissingReason::NotSupplied);
            }
        };
        if first > calendar::day_number(*last) {
            Err(MissingReason::NotYet)
        } else {
            Ok(first)
        }
    }

    /// Whole days from `first`, and the hours of the day in which `until` lies.
    fn days_and_hours_sum(
        &self,
        row: usize,
        lane: usize,
        first: Date,
        until: Timestamp,
        since_creation: bool,
    ) -> Result<i64, MissingReason> {
        let (first, last) = (
            calendar::day_number(first),
            calendar::day_at(until, &self.table.zone),
        );
        let object = self.table.objects.get(row).ok_or(MissingReason::NotSupplied)?;
        if first < object.first_day && !since_creation {
            return Err(MissingReason::IncompleteWindow);
        }
        let first = first.max(object.first_day);
        if first > last {
            return Err(MissingReason::NotYet);
        }
        let midnight = calendar::day_start(last, &self.table.zone);
        let hours = if midnight < until {
            self.hour_sum(row, lane, midnight, until, since_creation)?
        } else {
            0
        };
        if first >= last {
            return Ok(hours);
        }
        let full = last.saturating_sub(1);
        self.days_covered(first, full, false)?;
        self.table.lanes.reported(lane, first, full)?;
        let days = object.sums.between(lane, first, full)?;
        days.checked_add(hours).ok_or(MissingReason::Overflow)
    }

    /// The sum of one row over days: those of a window that begins with each object, in one subtraction like every other.
    fn own_days_sum(&self, row: usize, lane: usize, window: &ResolvedWindow) -> Result<i64, MissingReason> {
        let (last, to_date) = match window {
            ResolvedWindow::SinceCreation { last, to_date, .. } => (last, *to_date),
            ResolvedWindow::SinceChange { last } => (last, true),
            _ => return Err(MissingReason::NotSupplied),
        };
        let object = self.table.objects.get(row).ok_or(MissingReason::NotSupplied)?;
        let last = calendar::day_number(*last);
        let first = self.first_day_of(object, window)?;
        self.days_covered(first, last, to_date)?;
        self.table.lanes.reported(lane, first, last)?;
        object.sums.between(lane, first, last)
    }

    fn hour_sum(
        &self,
        row: usize,
        lane: usize,
        from: Timestamp,
        until: Timestamp,
        since_creation: bool,
    ) -> Result<i64, MissingReason> {
        let table = &self.table;
        let data_until = table.data_until.ok_or(MissingReason::NoSync)?;
        if self.stale {
            return Err(MissingReason::Stale);
        }
        if until > data_until {
            return Err(MissingReason::NoSync);
        }
        let object = table.objects.get(row).ok_or(MissingReason::NotSupplied)?;
        let mut first = calendar::day_at(from, &table.zone);
        if first < object.first_day && !since_creation {
            return Err(MissingReason::IncompleteWindow);
        }
        first = first.max(object.first_day);
        // The window is half open: an end at midnight does not touch the next day.
        let last = calendar::day_at(
            until
                .saturating_sub(SignedDuration::from_nanos(1))
                .unwrap_or(until),
            &table.zone,
        );
        if first > last && since_creation {
            return Err(MissingReason::NotYet);
        }
        let mut sum = 0_i64;
        for day in first..=last {
            let hours = table.hours.get(&day).ok_or(MissingReason::NoSync)?;
            let bucket_of = |at: Timestamp| {
                let elapsed = at.duration_since(hours.starts).as_secs();
                // Upwards: a bucket that begins before the window is cut by it.
                usize::try_from(elapsed.saturating_add(3_599).div_euclid(3_600))
                    .unwrap_or(0)
                    .min(hours.buckets)
            };
            let (start, end) = (bucket_of(from), bucket_of(until));
            if let Some((first_pass, second_pass)) = hours.merged {
                let inside = |bucket: usize| (start..end).contains(&bucket);
                if inside(first_pass) != inside(second_pass) {
                    return Err(MissingReason::MergedHour);
                }
            }
            if let Some(place) = lane.checked_sub(METRICS) {
                let reported = hours.further.get(place).and_then(Option::as_ref);
                let values = reported.ok_or(MissingReason::NoSync)?.get(row);
                for value in values
                    .ok_or(MissingReason::NotSupplied)?
                    .iter()
                    .take(end)
                    .skip(start)
                {
                    sum = sum.checked_add(*value).ok_or(MissingReason::Overflow)?;
                }
                continue;
            }
            let Some(cells) = hours.rows.get(row) else {
                return Err(MissingReason::NotSupplied);
            };
            for cell in cells.iter().take(end).skip(start) {
                let value = lanes(*cell).get(lane).copied().unwrap_or(0);
                sum = sum.checked_add(value).ok_or(MissingReason::Overflow)?;
            }
        }
        Ok(sum)
    }

    fn attribute_of(
        &self,
        object: &ObjectColumns,
        attribute: Attribute,
    ) -> Result<AttributeValue, MissingReason> {
        let member = |word: &str| {
            attribute
                .member(word)
                .map(AttributeValue::Enum)
                .ok_or(MissingReason::NotSupplied)
        };
        let since = |at: Timestamp| AttributeValue::Duration(self.at.duration_since(at).as_secs().max(0));
        match attribute {
            Attribute::Name => Ok(AttributeValue::Text(Arc::clone(&object.name))),
            Attribute::Status => member(object.status.as_str()),
            Attribute::Delivery => member(really(&object.delivery)),
            Attribute::TermStatus => member(&object.delivery),
            Attribute::Channel => member(&object.channel),
            Attribute::BidStrategy => member(&object.bid_strategy),
            Attribute::Budget => object
                .budget
                .as_ref()
                .map(|budget| AttributeValue::Money(budget.amount_micros))
                .ok_or(MissingReason::NotSupplied),
            Attribute::Bid => object
                .bid_micros
                .map(AttributeValue::Money)
                .ok_or(MissingReason::NotSupplied),
            Attribute::TargetCpa => object
                .target_cpa_micros
                .map(AttributeValue::Money)
                .ok_or(MissingReason::NotSupplied),
            Attribute::TargetRoas => object
                .target_roas_millionths
                .map(AttributeValue::Ratio)
                .ok_or(MissingReason::NotSupplied),
            Attribute::MatchType => object
                .match_type
                .as_deref()
                .ok_or(MissingReason::NotSupplied)
                .and_then(member),
            Attribute::Labels => object
                .labels
                .clone()
                .map(AttributeValue::Labels)
                .ok_or(MissingReason::NotSupplied),
            Attribute::Age => Ok(since(calendar::day_start(object.first_day, &self.table.zone))),
            Attribute::TimeSinceChange => {
                let created = calendar::day_start(object.first_day, &self.table.zone);
                Ok(since(object.last_change_at.unwrap_or(created)))
            }
            Attribute::StartDate => object
                .start_date
                .map(AttributeValue::Date)
                .ok_or(MissingReason::NotSupplied),
            Attribute::EndDate => object
                .end_date
                .map(AttributeValue::Date)
                .ok_or(MissingReason::NotSupplied),
            _ => Err(MissingReason::NotSupplied),
        }
    }
}

/// What really happens, in the words of the rule language: platforms have words of their own for it.
fn really(told: &str) -> &str {
    match told {
        "eligible" | "serving" => "delivering",
        "pending" => "scheduled",
        "not_eligible" | "misconfigured" | "suspended" | "none" => "not_delivering",
        other => other,
    }
}

impl dsl::Table for Snapshot {
    fn rows(&self) -> usize {
        self.table.objects.len()
    }

    fn sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        if let Some(members) = &self.members {
            let together = members.together(metric, window);
            rows.for_each(|_| match together {
                Ok(value) => out.push_known(value),
                Err(reason) => out.push_missing(reason),
            });
            return;
        }
        let Some(lane) = self.lane(metric) else {
            rows.for_each(|_| out.push_missing(MissingReason::NotSupplied));
            return;
        };
        match window {
            ResolvedWindow::Days { first, last } | ResolvedWindow::ToDate { first, last } => {
                let (first, last) = (calendar::day_number(*first), calendar::day_number(*last));
                let to_date = matches!(window, ResolvedWindow::ToDate { .. });
                let covered = self
                    .days_covered(first, last, to_date)
                    .and_then(|()| self.table.lanes.reported(lane, first, last));
                for row in rows {
                    let cell = covered.and_then(|()| {
                        let object = self.table.objects.get(row).ok_or(MissingReason::NotSupplied)?;
                        let first = self.first_day_of(object, window)?;
                        object.sums.between(lane, first, last)
                    });
                    out.push(cell);
                }
            }
            ResolvedWindow::SinceCreation { .. } | ResolvedWindow::SinceChange { .. } => {
                for row in rows {
                    out.push(self.own_days_sum(row, lane, window));
                }
            }
            ResolvedWindow::DaysAndHours {
                first,
                until,
                since_creation,
            } => {
                for row in rows {
                    out.push(self.days_and_hours_sum(row, lane, *first, *until, *since_creation));
                }
            }
            ResolvedWindow::Hours { from, until } | ResolvedWindow::HoursSinceCreation { from, until } => {
                let since_creation = matches!(window, ResolvedWindow::HoursSinceCreation { .. });
                for row in rows {
                    out.push(self.hour_sum(row, lane, *from, *until, since_creation));
                }
            }
        }
    }

    fn kept_sums(&self, metric: Metric, window: &ResolvedWindow) -> Option<&Column> {
        Some(self.kept.of(self, metric, window))
    }

    fn begins(&self, window: &ResolvedWindow, row: usize) -> Result<Date, MissingReason> {
        let object = self.table.objects.get(row).ok_or(MissingReason::NotSupplied)?;
        self.first_day_of(object, window).map(calendar::date_of)
    }

    fn parent_sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        for row in rows {
            match self.parent(row) {
                Some((above, place)) => above.sums(metric, window, place..place.saturating_add(1), out),
                None => out.push_missing(MissingReason::NotSupplied),
            }
        }
    }

    fn family(&self, row: usize) -> usize {
        match self.table.parents.get(row) {
            // Nothing is known to stand beside it.
            Some(None) if self.above.is_some() => usize::MAX.saturating_sub(row),
            Some(Some(place)) => *place,
            _ => 0,
        }
    }

    fn attribute(&self, attribute: Attribute, rows: Range<usize>, out: &mut AttributeColumn) {
        if let Some(own) = attribute.in_parent() {
            for row in rows {
                match self.parent(row) {
                    Some((above, place)) => above.attribute(own, place..place.saturating_add(1), out),
                    None => out.push_missing(MissingReason::NotSupplied),
                }
            }
            return;
        }
        for row in rows {
            let cell = self
                .table
                .objects
                .get(row)
                .ok_or(MissingReason::NotSupplied)
                .and_then(|object| self.attribute_of(object, attribute));
            out.push(cell);
        }
    }

    fn rate(&self, from: dsl::Currency, to: dsl::Currency, on: Date) -> Option<dsl::Rate> {
        self.lookups.rates.rate(from, to, on)
    }

    fn lookup(&self, lookup: &str, key: &str) -> Result<Supplied, MissingReason> {
        self.lookups.row(lookup, key)
    }

    fn budget_of(&self, row: usize) -> usize {
        self.table
            .objects
            .get(row)
            .map_or(row, |object| object.budget_row)
    }

    fn budget_at_day_start(&self, row: usize) -> Result<i64, MissingReason> {
        let object = self.table.objects.get(row).ok_or(MissingReason::NotSupplied)?;
        object
            .budget
            .as_ref()
            .map_or(Err(MissingReason::NotSupplied), |budget| budget.at_day_start)
    }
}
