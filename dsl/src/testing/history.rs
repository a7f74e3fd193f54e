//! The table a test builds: campaigns with days and hours as given, everything else zero.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::column::Column;
use crate::effects::ObjectStatus;
use crate::money::Currency;
use crate::registry::{Attribute, AttributeKind, Metric, Property};
use crate::table::{AttributeColumn, AttributeValue, MissingReason, Rate, Supplied, SuppliedValue, Table};
use crate::testing::script::{Bucket, Cell, Fact, Fetched};
use crate::window::{ResolvedWindow, hour_mark, start_of};

/// Seconds a campaign has existed for when a test does not say: long enough for every window.
const USUAL_AGE: i64 = 500 * 86_400;

/// One campaign as it is at the tick.
#[derive(Clone, Debug)]
pub(super) struct Campaign {
    created: Timestamp,
    changed: Option<Timestamp>,
    facts: BTreeMap<Attribute, Fact>,
    days: BTreeMap<(Metric, Date), (Timestamp, Cell)>,
    hours: BTreeMap<(Metric, Timestamp), Cell>,
    fetched: Fetched,
    /// The account's day, and the amounts known before it began.
    morning: Option<(Date, Amounts)>,
}

/// What each property that holds an amount is set to.
type Amounts = BTreeMap<Property, Result<i64, MissingReason>>;

/// What is supplied, by key.
type Rows = BTreeMap<String, SuppliedValue>;

/// The objects of one level of one account of the test, and what they stand in.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) campaigns: Vec<Campaign>,
    /// The level above, up to the campaigns.
    pub(super) above: Option<Box<Account>>,
    /// Per row: its place in the level above.
    pub(super) parents: Vec<usize>,
    /// Per row: the first row that spends from the same budget.
    pub(super) budgets: Vec<usize>,
    pub(super) zone: TimeZone,
    pub(super) at: Timestamp,
    /// The last rows given of each lookup, when, and how often before.
    lookups: BTreeMap<String, (Timestamp, i64, Rows)>,
    /// Exchange rates by pair and day.
    rates: BTreeMap<(Currency, Currency), BTreeMap<Date, Rate>>,
    /// Days given as a whole that a window of hours cut through.
    cuts: RefCell<BTreeSet<Date>>,
}

impl Campaign {
    /// A campaign that is on, with no labels, first given at `at`.
    pub(super) fn new(name: &str, at: Timestamp) -> Self {
        let mut facts: BTreeMap<Attribute, Fact> = BTreeMap::new();
        facts.insert(Attribute::Name, Ok(AttributeValue::Text(name.into())));
        facts.insert(Attribute::Labels, Ok(AttributeValue::Labels(Arc::from([]))));
        let mut campaign = Self {
            created: ago(at, USUAL_AGE),
            changed: None,
            facts,
            days: BTreeMap::new(),
            hours: BTreeMap::new(),
            fetched: Fetched::new(),
            morning: None,
        };
        campaign.set_status(ObjectStatus::Active);
        campaign
    }

    pub(super) fn give(
        &mut self,
        at: Timestamp,
        facts: &BTreeMap<Attribute, Fact>,
        cells: &[(Metric, Bucket, Cell)],
        zone: &TimeZone,
    ) {
        for (attribute, fact) in facts {
            match (attribute, fact) {
                (Attribute::Age, Ok(AttributeValue::Duration(seconds))) => {
                    self.created = ago(at, *seconds);
                    self.facts.remove(attribute);
                }
                (Attribute::TimeSinceChange, Ok(AttributeValue::Duration(seconds))) => {
                    self.changed = Some(ago(at, *seconds));
                    self.facts.remove(attribute);
                }
                _ => {
                    self.facts.insert(*attribute, fact.clone());
                }
            }
        }
        for (metric, bucket, cell) in cells {
            match bucket {
                Bucket::Day { date, until } => {
                    self.hours.retain(|(other, hour), _| {
                        other != metric || hour.to_zoned(zone.clone()).date() != *date || hour >= until
                    });
                    self.days.insert((*metric, *date), (*until, *cell));
                }
                Bucket::Hour(from) => {
                    let date = from.to_zoned(zone.clone()).date();
                    let covered = self
                        .days
                        .get(&(*metric, date))
                        .is_some_and(|(until, _)| from < until);
                    if covered {
                        self.days.remove(&(*metric, date));
                    }
                    self.hours.insert((*metric, *from), *cell);
                }
            }
        }
    }

    /// What windows come to as a whole from now on.
    pub(super) fn give_windows(&mut self, fetched: &Fetched) {
        self.fetched.extend(fetched);
    }

    pub(super) fn set_status(&mut self, to: ObjectStatus) {
        let word = match to {
            ObjectStatus::Active => "active",
            ObjectStatus::Paused => "paused",
        };
        if let Some(member) = Attribute::Status.member(word) {
            self.facts
                .insert(Attribute::Status, Ok(AttributeValue::Enum(member)));
        }
    }

    pub(super) fn set_label(&mut self, label: &str, is_there: bool) {
        let now = self.facts.get(&Attribute::Labels);
        let Some(Ok(AttributeValue::Labels(labels))) = now else {
            return;
        };
        let others = labels.iter().filter(|own| ***own != *label).cloned();
        let labels: Arc<[Arc<str>]> = others.chain(is_there.then(|| Arc::from(label))).collect();
        self.facts
            .insert(Attribute::Labels, Ok(AttributeValue::Labels(labels)));
    }

    /// A negative keyword keeps the search term from showing ads.
    pub(super) fn exclude(&mut self) {
        if let Some(member) = Attribute::TermStatus.member("excluded") {
            self.facts
                .insert(Attribute::TermStatus, Ok(AttributeValue::Enum(member)));
        }
    }

    pub(super) fn set_amount(&mut self, property: Property, cell: i64) {
        let attribute = property.attribute();
        let value = match attribute.kind() {
            AttributeKind::Ratio => AttributeValue::Ratio(cell),
            _ => AttributeValue::Money(cell),
        };
        self.facts.insert(attribute, Ok(value));
    }

    /// Whether the test says anything of what happened to it.
    fn has_history(&self) -> bool {
        !self.days.is_empty() || !self.hours.is_empty() || !self.fetched.is_empty()
    }

    /// What is known of its budget.
    pub(super) fn give_budget(&mut self, budget: &Fact) {
        self.facts.insert(Attribute::Budget, budget.clone());
    }

    pub(super) fn change(&mut self, at: Timestamp) {
        self.changed = Some(at);
        self.facts.remove(&Attribute::TimeSinceChange);
    }

    /// Remembers the amounts that were in force when the account's day began.
    pub(super) fn begin_day(&mut self, today: Date) {
        if self.morning.as_ref().is_none_or(|(day, _)| *day != today) {
            let amount = |property: Property| match self.facts.get(&property.attribute()) {
                Some(Ok(value)) => value.integer().ok_or(MissingReason::NotSupplied),
                Some(Err(reason)) => Err(*reason),
                None => Err(MissingReason::NotSupplied),
            };
            let amounts = Property::AMOUNTS
                .iter()
                .map(|property| (*property, amount(*property)));
            self.morning = Some((today, amounts.collect()));
        }
    }

    /// What stood there when the account's day began.
    pub(super) fn at_day_start(&self, property: Property) -> Result<i64, MissingReason> {
        let amounts = self.morning.as_ref().map(|(_, amounts)| amounts);
        amounts
            .and_then(|amounts| amounts.get(&property))
            .copied()
            .unwrap_or(Err(MissingReason::NoSync))
    }

    fn attribute(&self, attribute: Attribute, at: Timestamp) -> Fact {
        if let Some(fact) = self.facts.get(&attribute) {
            return fact.clone();
        }
        let since = |then: Timestamp| Ok(AttributeValue::Duration(at.duration_since(then).as_secs().max(0)));
        match attribute {
            Attribute::Age => since(self.created),
            Attribute::TimeSinceChange => since(self.changed.unwrap_or(self.created)),
            _ => Err(MissingReason::NotSupplied),
        }
    }
}

fn ago(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_sub(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MIN)
}

/// Adds cells: the heaviest reason wins, a sum beyond a cell is none.
#[derive(Default)]
struct Sum {
    total: i64,
    missing: Option<MissingReason>,
}

impl Sum {
    fn add(&mut self, cell: Cell) {
        let added = cell.and_then(|value| self.total.checked_add(value).ok_or(MissingReason::Overflow));
        match added {
            Ok(total) => self.total = total,
            Err(reason) => self.missing = self.missing.max(Some(reason)),
        }
    }
}

impl Account {
    pub(super) fn new(zone: TimeZone) -> Self {
        Self {
            campaigns: Vec::new(),
            above: None,
            parents: Vec::new(),
            budgets: Vec::new(),
            zone,
            at: Timestamp::MIN,
            lookups: BTreeMap::new(),
            rates: BTreeMap::new(),
            cuts: RefCell::new(BTreeSet::new()),
        }
    }

    /// Calls `visit` for this level and each above it.
    pub(super) fn each_level(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        if let Some(above) = &mut self.above {
            above.each_level(visit);
        }
    }

    /// How many levels there are above this one.
    pub(super) fn height(&self) -> usize {
        self.above
            .as_ref()
            .map_or(0, |above| above.height().saturating_add(1))
    }

    /// The highest level: the campaigns.
    pub(super) fn campaigns_table(&self) -> &Self {
        self.above.as_ref().map_or(self, |above| above.campaigns_table())
    }

    /// The object in this place, so many levels above the rule's own.
    pub(super) fn object_mut(&mut self, height: usize, row: usize) -> Option<&mut Campaign> {
        let mut level = self;
        for _ in 0..height {
            level = level.above.as_deref_mut()?;
        }
        level.campaigns.get_mut(row)
    }

    pub(super) fn supply(&mut self, lookup: &str, at: Timestamp, rows: &Rows) {
        let version = self
            .lookups
            .get(lookup)
            .map_or(1, |(_, before, _)| before.saturating_add(1));
        self.lookups
            .insert(lookup.to_owned(), (at, version, rows.clone()));
    }

    pub(super) fn give_rate(&mut self, from: Currency, to: Currency, rate: &Rate) {
        let days = self.rates.entry((from, to)).or_default();
        days.insert(rate.day, rate.clone());
    }

    /// The days that were cut since this was last asked.
    pub(super) fn take_cuts(&self) -> BTreeSet<Date> {
        std::mem::take(&mut self.cuts.borrow_mut())
    }

    /// The days a window means for this campaign, both inclusive; `None` for one of hours.
    fn days_of(
        &self,
        campaign: &Campaign,
        window: &ResolvedWindow,
    ) -> Result<Option<(Date, Date)>, MissingReason> {
        let date = |at: Timestamp| at.to_zoned(self.zone.clone()).date();
        let created = date(campaign.created);
        let since = |first: Date, last: Date| {
            if first > last {
                Err(MissingReason::NotYet)
            } else {
                Ok(Some((first, last)))
            }
        };
        match window {
            ResolvedWindow::Days { first, .. } | ResolvedWindow::ToDate { first, .. } if *first < created => {
                Err(MissingReason::IncompleteWindow)
            }
            ResolvedWindow::Days { first, last } | ResolvedWindow::ToDate { first, last } => {
                Ok(Some((*first, *last)))
            }
            ResolvedWindow::SinceCreation { from, last, .. } => {
                since(from.map_or(created, |from| from.max(created)), *last)
            }
            ResolvedWindow::SinceChange { last } => {
                // The first whole day after the change.
                let changed = campaign.changed.and_then(|at| date(at).tomorrow().ok());
                since(changed.map_or(created, |day| day.max(created)), *last)
            }
            ResolvedWindow::Hours { .. }
            | ResolvedWindow::DaysAndHours { .. }
            | ResolvedWindow::HoursSinceCreation { .. } => Ok(None),
        }
    }

    /// The hours a window means for this campaign, `[from, until)`.
    fn hours_of(
        &self,
        campaign: &Campaign,
        window: &ResolvedWindow,
    ) -> Result<(Timestamp, Timestamp), MissingReason> {
        let created = hour_mark(campaign.created, &self.zone)?;
        let (from, until) = match window {
            ResolvedWindow::Hours { from, until } => (*from, *until),
            ResolvedWindow::DaysAndHours {
                first,
                until,
                since_creation: true,
            } => {
                let from = start_of(*first, &self.zone)?.max(created);
                return if from > *until {
                    Err(MissingReason::NotYet)
                } else {
                    Ok((from, *until))
                };
            }
            ResolvedWindow::DaysAndHours { first, until, .. } => (start_of(*first, &self.zone)?, *until),
            ResolvedWindow::HoursSinceCreation { from, until } if created > *until => {
                let (_, _) = (from, until);
                return Err(MissingReason::NotYet);
            }
            ResolvedWindow::HoursSinceCreation { from, until } => return Ok(((*from).max(created), *until)),
            _ => return Err(MissingReason::NotSupplied),
        };
        if from < created {
            return Err(MissingReason::IncompleteWindow);
        }
        Ok((from, until))
    }

    /// The level above and the place there of what this row stands in.
    fn parent(&self, row: usize) -> Option<(&Self, usize)> {
        Some((self.above.as_deref()?, *self.parents.get(row)?))
    }

    /// What the parent measured; one of which the test tells no history is the sum of what it gives below it.
    fn of_parent(&self, row: usize, metric: Metric, window: &ResolvedWindow) -> Cell {
        let (above, place) = self.parent(row).ok_or(MissingReason::NotSupplied)?;
        let parent = above.campaigns.get(place).ok_or(MissingReason::NotSupplied)?;
        if parent.has_history() || metric.is_windowed() {
            return above.sum(parent, metric, window);
        }
        let mut sum = Sum::default();
        for (child, own) in self.campaigns.iter().zip(&self.parents) {
            if *own == place {
                sum.add(self.sum(child, metric, window));
            }
        }
        sum.missing.map_or(Ok(sum.total), Err)
    }

    fn sum(&self, campaign: &Campaign, metric: Metric, window: &ResolvedWindow) -> Cell {
        if metric.is_windowed() {
            self.days_of(campaign, window)?;
            let given = campaign.fetched.get(&(metric, *window)).copied();
            return given.unwrap_or(Err(MissingReason::NotSupplied));
        }
        let mut sum = Sum::default();
        let days = campaign.days.iter().filter(|((own, _), _)| *own == metric);
        let hours = campaign.hours.iter().filter(|((own, _), _)| *own == metric);
        if let Some((first, last)) = self.days_of(campaign, window)? {
            let within = |date: Date| first <= date && date <= last;
            days.filter(|((_, date), _)| within(*date))
                .for_each(|(_, (_, cell))| sum.add(*cell));
            hours
                .filter(|((_, hour), _)| within(hour.to_zoned(self.zone.clone()).date()))
                .for_each(|(_, cell)| sum.add(*cell));
            return sum.missing.map_or(Ok(sum.total), Err);
        }
        let (from, until) = self.hours_of(campaign, window)?;
        for ((_, date), (known_until, cell)) in days {
            let start = start_of(*date, &self.zone)?;
            if from <= start && *known_until <= until {
                sum.add(*cell);
            } else if start < until && from < *known_until && *cell != Ok(0) {
                self.cuts.borrow_mut().insert(*date);
                sum.add(Err(MissingReason::NotSupplied));
            }
        }
        hours
            .filter(|((_, hour), _)| from <= *hour && *hour < until)
            .for_each(|(_, cell)| sum.add(*cell));
        sum.missing.map_or(Ok(sum.total), Err)
    }
}

impl Table for Account {
    fn rows(&self) -> usize {
        self.campaigns.len()
    }

    fn sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        for campaign in self.campaigns.get(rows).unwrap_or(&[]) {
            out.push(self.sum(campaign, metric, window));
        }
    }

    fn begins(&self, window: &ResolvedWindow, row: usize) -> Result<Date, MissingReason> {
        let campaign = self.campaigns.get(row).ok_or(MissingReason::NotSupplied)?;
        let days = self.days_of(campaign, window)?;
        days.map(|(first, _)| first).ok_or(MissingReason::NotSupplied)
    }

    fn attribute(&self, attribute: Attribute, rows: Range<usize>, out: &mut AttributeColumn) {
        if let Some(own) = attribute.in_parent() {
            for row in rows {
                let parent = self.parent(row);
                out.push(parent.map_or(Err(MissingReason::NotSupplied), |(above, place)| {
                    above
                        .campaigns
                        .get(place)
                        .map_or(Err(MissingReason::NotSupplied), |parent| {
                            parent.attribute(own, self.at)
                        })
                }));
            }
            return;
        }
        for campaign in self.campaigns.get(rows).unwrap_or(&[]) {
            out.push(campaign.attribute(attribute, self.at));
        }
    }

    fn parent_sums(&self, metric: Metric, window: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        for row in rows {
            out.push(self.of_parent(row, metric, window));
        }
    }

    fn family(&self, row: usize) -> usize {
        self.parents.get(row).copied().unwrap_or(0)
    }

    fn lookup(&self, lookup: &str, key: &str) -> Result<Supplied, MissingReason> {
        let (at, version, rows) = self.lookups.get(lookup).ok_or(MissingReason::NoRow)?;
        Ok(Supplied {
            value: rows.get(key).cloned().ok_or(MissingReason::NoRow)?,
            at: *at,
            version: *version,
        })
    }

    fn rate(&self, from: Currency, to: Currency, on: Date) -> Option<Rate> {
        let (_, rate) = self.rates.get(&(from, to))?.range(..=on).next_back()?;
        Some(rate.clone())
    }

    fn budget_of(&self, row: usize) -> usize {
        self.budgets.get(row).copied().unwrap_or(row)
    }

    fn budget_at_day_start(&self, row: usize) -> Result<i64, MissingReason> {
        let campaign = self.campaigns.get(row).ok_or(MissingReason::NoSync)?;
        campaign.at_day_start(Property::Budget)
    }
}
