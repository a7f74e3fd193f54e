//! A table held in memory: campaigns with days of metrics, gaps included.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use dsl::{
    Attribute, AttributeColumn, AttributeValue, Binding, Column, Currency, KeptSums, Metric, MissingReason,
    Moment, Platform, Rate, ResolvedWindow, Supplied, Table,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// One campaign: its attributes, and what happened on each day. A day without an entry is zero.
#[derive(Clone, Debug, Default)]
pub struct Campaign {
    pub attributes: BTreeMap<Attribute, Result<AttributeValue, MissingReason>>,
    pub days: BTreeMap<(Metric, Date), Result<i64, MissingReason>>,
    /// What belongs to a window as a whole.
    pub fetched: BTreeMap<(Metric, ResolvedWindow), Result<i64, MissingReason>>,
    pub budget_at_day_start: Option<i64>,
    /// The day it was created on; `None`: long ago.
    pub created: Option<Date>,
    /// The first whole day after its last change.
    pub changed: Option<Date>,
}

/// The day every campaign without another was created on.
const LONG_AGO: Date = jiff::civil::date(2020, 1, 1);

impl Campaign {
    pub fn named(name: &str) -> Self {
        Self::default().with(Attribute::Name, AttributeValue::Text(name.into()))
    }

    pub fn with(mut self, attribute: Attribute, value: AttributeValue) -> Self {
        self.attributes.insert(attribute, Ok(value));
        self
    }

    pub fn status(self, word: &str) -> Self {
        let member = Attribute::Status.member(word).unwrap();
        self.with(Attribute::Status, AttributeValue::Enum(member))
    }

    pub fn budget(self, units: i64) -> Self {
        self.with(Attribute::Budget, AttributeValue::Money(units * 1_000_000))
    }

    pub fn aged(self, days: i64) -> Self {
        self.with(Attribute::Age, AttributeValue::Duration(days * 86_400))
    }

    pub fn labelled(self, labels: &[&str]) -> Self {
        let labels: Vec<Arc<str>> = labels.iter().map(|label| Arc::from(*label)).collect();
        self.with(Attribute::Labels, AttributeValue::Labels(labels.into()))
    }

    /// Cells of one metric on one day, in the metric's unit.
    pub fn day(mut self, metric: Metric, day: &str, cell: i64) -> Self {
        self.days.insert((metric, day.parse().unwrap()), Ok(cell));
        self
    }

    pub fn created(mut self, day: &str) -> Self {
        self.created = Some(day.parse().unwrap());
        self
    }

    pub fn changed(mut self, first_whole_day: &str) -> Self {
        self.changed = Some(first_whole_day.parse().unwrap());
        self
    }

    fn first_day(&self) -> Date {
        self.created.unwrap_or(LONG_AGO)
    }

    /// The days a window means for this campaign.
    fn days_of(&self, window: &ResolvedWindow) -> Result<(Date, Date), MissingReason> {
        // Hours are kept as whole days in UTC here: enough to tell one window from another.
        let utc = |at: &jiff::Timestamp| at.to_zoned(TimeZone::UTC).date();
        let whole = |first: Date, last: Date| {
            if first < self.first_day() {
                Err(MissingReason::IncompleteWindow)
            } else {
                Ok((first, last))
            }
        };
        let since = |first: Date, last: Date| {
            if first > last {
                Err(MissingReason::NotYet)
            } else {
                Ok((first, last))
            }
        };
        match window {
            ResolvedWindow::Days { first, last } | ResolvedWindow::ToDate { first, last } => {
                whole(*first, *last)
            }
            ResolvedWindow::Hours { from, until } => whole(utc(from), utc(until)),
            ResolvedWindow::DaysAndHours {
                first,
                until,
                since_creation: true,
            } => since((*first).max(self.first_day()), utc(until)),
            ResolvedWindow::DaysAndHours { first, until, .. } => whole(*first, utc(until)),
            ResolvedWindow::HoursSinceCreation { from, until } => {
                since(utc(from).max(self.first_day()), utc(until))
            }
            ResolvedWindow::SinceCreation { from, last, .. } => {
                since(from.unwrap_or(LONG_AGO).max(self.first_day()), *last)
            }
            ResolvedWindow::SinceChange { last } => {
                since(self.changed.unwrap_or(LONG_AGO).max(self.first_day()), *last)
            }
        }
    }

    fn sum(&self, metric: Metric, window: &ResolvedWindow) -> Result<i64, MissingReason> {
        let (first, last) = self.days_of(window)?;
        if metric.is_windowed() {
            let fetched = self.fetched.get(&(metric, *window)).copied();
            return fetched.unwrap_or(Err(MissingReason::NotSupplied));
        }
        let mut sum = Some(0_i64);
        let mut gap = None;
        for ((_, _), cell) in self
            .days
            .iter()
            .filter(|((own, day), _)| *own == metric && *day >= first && *day <= last)
        {
            match cell {
                Ok(cell) => sum = sum.and_then(|sum| sum.checked_add(*cell)),
                Err(reason) => gap = gap.max(Some(*reason)),
            }
        }
        match gap {
            Some(reason) => Err(reason),
            None => sum.ok_or(MissingReason::Overflow),
        }
    }

    pub fn gap(mut self, metric: Metric, day: &str, reason: MissingReason) -> Self {
        self.days.insert((metric, day.parse().unwrap()), Err(reason));
        self
    }
}

#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub campaigns: Vec<Campaign>,
    /// What the rows stand in, for tables of a level below the campaign; each row with its place there.
    pub above: Vec<Campaign>,
    pub parents: Vec<usize>,
    /// Lookup and key.
    pub supplied: BTreeMap<(String, String), Supplied>,
    /// By the pair they were given for.
    pub rates: Vec<((Currency, Currency), Rate)>,
    /// Sums that it keeps, if it keeps any.
    pub kept: Option<KeptSums>,
}

impl Memory {
    pub fn of(campaigns: impl IntoIterator<Item = Campaign>) -> Self {
        Self {
            campaigns: campaigns.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Rows that stand, in turn, in each of these.
    pub fn below(mut self, above: impl IntoIterator<Item = Campaign>) -> Self {
        self.above = above.into_iter().collect();
        self.parents = (0..self.campaigns.len())
            .map(|row| row % self.above.len())
            .collect();
        self
    }

    fn parent(&self, row: usize) -> Option<&Campaign> {
        self.above.get(*self.parents.get(row)?)
    }

    /// One more row of a lookup.
    pub fn supplying(mut self, lookup: &str, key: &str, row: Supplied) -> Self {
        self.supplied.insert((lookup.to_owned(), key.to_owned()), row);
        self
    }
}

impl Table for Memory {
    fn rows(&self) -> usize {
        self.campaigns.len()
    }

    fn sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        for campaign in &self.campaigns[rows] {
            out.push(campaign.sum(metric, window));
        }
    }

    fn kept_sums(&self, metric: Metric, window: &ResolvedWindow) -> Option<&Column> {
        Some(self.kept.as_ref()?.of(self, metric, window))
    }

    fn parent_sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        for row in rows {
            let sum = self
                .parent(row)
                .map_or(Err(MissingReason::NotSupplied), |parent| {
                    parent.sum(metric, window)
                });
            out.push(sum);
        }
    }

    fn family(&self, row: usize) -> usize {
        self.parents.get(row).copied().unwrap_or(0)
    }

    fn begins(&self, window: &ResolvedWindow, row: usize) -> Result<Date, MissingReason> {
        self.campaigns[row].days_of(window).map(|(first, _)| first)
    }

    fn attribute(&self, attribute: Attribute, rows: Range<usize>, out: &mut AttributeColumn) {
        if let Some(own) = attribute.in_parent() {
            for row in rows {
                let cell = self
                    .parent(row)
                    .and_then(|parent| parent.attributes.get(&own).cloned());
                out.push(cell.unwrap_or(Err(MissingReason::NotSupplied)));
            }
            return;
        }
        for campaign in &self.campaigns[rows] {
            out.push(
                campaign
                    .attributes
                    .get(&attribute)
                    .cloned()
                    .unwrap_or(Err(MissingReason::NotSupplied)),
            );
        }
    }

    fn lookup(&self, lookup: &str, key: &str) -> Result<Supplied, MissingReason> {
        self.supplied
            .get(&(lookup.to_owned(), key.to_owned()))
            .cloned()
            .ok_or(MissingReason::NoRow)
    }

    fn rate(&self, from: Currency, to: Currency, on: Date) -> Option<Rate> {
        let given = self
            .rates
            .iter()
            .filter(|(pair, rate)| *pair == (from, to) && rate.day <= on);
        given
            .max_by_key(|(_, rate)| rate.day)
            .map(|(_, rate)| rate.clone())
    }

    fn budget_at_day_start(&self, row: usize) -> Result<i64, MissingReason> {
        self.campaigns[row]
            .budget_at_day_start
            .ok_or(MissingReason::NoSync)
    }
}

/// Ten in the morning on 5 March 2026 in UTC, with data up to the same instant.
pub fn thursday() -> Moment {
    let at = "2026-03-05T10:00:00Z".parse().unwrap();
    Moment {
        at,
        data_until: Some(at),
    }
}

/// A Google account in dollars and UTC.
pub fn dollars() -> Binding {
    Binding {
        platform: Platform::Google,
        currency: Currency::USD,
        zone: TimeZone::UTC,
        account: "Shop US".to_owned(),
        overrides: Vec::new(),
        extra_settled_days: 0,
        money_step: 10_000,
    }
}

/// The only rule of a text that has no errors.
pub fn rule(text: &str) -> dsl::Rule {
    let checked = dsl::check(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    checked.rules.into_iter().next().expect("a rule")
}

/// A rule about campaigns, run each hour, with these lines.
pub fn ruled(lines: &str) -> dsl::Rule {
    rule(&format!(
        "rule \"Example\" {{\n  for campaigns\n  every 1h\n{lines}\n}}\n"
    ))
}
