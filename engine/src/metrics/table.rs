//! One account's columns, frozen: what every rule of a tick reads. A table per level, the campaigns' on top of those below.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use dsl::{Currency, Level, MissingReason, Platform, Property};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    calendar,
    days::DaySums,
    frame::Block,
    further::{Further, Lanes},
    snapshot::Snapshot,
};
use crate::connections::platform::{BaseCells, SwitchStatus, WriteField, WriteTarget, WriteValue};

/// How long after its last sync an account's numbers still count as current: three missed hourly syncs.
pub const FRESHNESS_PROMISE: SignedDuration = SignedDuration::from_hours(3);

/// The budget object a campaign spends from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetFacts {
    pub external_id: String,
    pub name: String,
    pub amount_micros: i64,
    /// How many campaigns spend from it.
    pub campaigns: u32,
    /// The last amount known before the account's midnight.
    pub at_day_start: Result<i64, MissingReason>,
}

/// One campaign, one object of a level below, or the account: its attributes and the sums of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectColumns {
    pub id: Uuid,
    /// The campaign it belongs to; a campaign's own id, and none of an account.
    pub campaign_id: Option<Uuid>,
    /// What it stands in, in the table of the level above.
    stands_in: Option<Uuid>,
    /// From the campaign down: `Brand US › Shoes`.
    pub path: Arc<str>,
    /// Its own bid.
    pub bid_micros: Option<i64>,
    pub target_cpa_micros: Option<i64>,
    pub target_roas_millionths: Option<i64>,
    pub match_type: Option<String>,
    pub external_id: String,
    pub name: Arc<str>,
    pub status: SwitchStatus,
    pub delivery: String,
    pub channel: String,
    pub bid_strategy: String,
    /// `None` where they are not read.
    pub labels: Option<Arc<[Arc<str>]>>,
    pub start_date: Option<Date>,
    pub end_date: Option<Date>,
    pub budget: Option<BudgetFacts>,
    /// The first row of the table that spends from the same budget.
    pub(super) budget_row: usize,
    pub last_change_at: Option<Timestamp>,
    /// First day on which it can have had traffic.
    pub first_day: i64,
    pub(super) sums: DaySums,
}

/// One day's hours of every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HourDay {
    pub(super) starts: Timestamp,
    pub(super) buckets: usize,
    pub(super) merged: Option<(usize, usize)>,
    /// Row by row; a row without traffic is empty.
    pub(super) rows: Vec<Vec<BaseCells>>,
    /// The same of each further metric, in the order of the table's lanes; `None` where it was not reported.
    pub(super) further: Vec<Option<Vec<Vec<i64>>>>,
}

/// One version of an account's columns. Never changed once built; a sync builds the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountTable {
    /// What its rows are.
    pub level: Level,
    pub account_id: Uuid,
    pub name: String,
    pub platform: Platform,
    pub currency: Currency,
    pub zone: TimeZone,
    /// The sync this version came from.
    pub sync_seq: i64,
    /// End of what completed syncs cover.
    pub data_until: Option<Timestamp>,
    pub(super) first_day: i64,
    /// Per day from `first_day`: how many days before it are covered to their end.
    pub(super) complete: Vec<i64>,
    pub(super) objects: Vec<ObjectColumns>,
    /// What is held beyond the base metrics.
    pub(super) lanes: Lanes,
    pub(super) hours: BTreeMap<i64, HourDay>,
    /// Per row: its parent's place in the table of the level above.
    pub(super) parents: Vec<Option<usize>>,
    /// The levels below the campaigns that were read; only the campaigns' own table has them.
    below: BTreeMap<Level, Arc<AccountTable>>,
}

/// What a table is built from.
pub struct TableParts {
    pub level: Level,
    pub account_id: Uuid,
    pub name: String,
    pub platform: Platform,
    pub currency: Currency,
    pub zone: TimeZone,
    pub sync_seq: i64,
    pub data_until: Option<Timestamp>,
    /// Days asked for and how far each answer reached: (first day, last day, data until).
    pub coverage: Vec<(i64, i64, Timestamp)>,
    pub objects: Vec<ObjectParts>,
    /// What was reported by day beyond the base metrics.
    pub further: Further,
    /// The days that were asked for by hour.
    pub hours: BTreeMap<i64, Block>,
}

pub struct ObjectParts {
    pub id: Uuid,
    pub campaign_id: Uuid,
    pub stands_in: Option<Uuid>,
    pub bid_micros: Option<i64>,
    pub target_cpa_micros: Option<i64>,
    pub target_roas_millionths: Option<i64>,
    pub match_type: Option<String>,
    pub external_id: String,
    pub name: String,
    pub status: SwitchStatus,
    pub delivery: String,
    pub channel: String,
    pub bid_strategy: String,
    pub labels: Option<Vec<String>>,
    pub start_date: Option<Date>,
    pub end_date: Option<Date>,
    pub budget: Option<BudgetFacts>,
    pub last_change_at: Option<Timestamp>,
    pub first_seen_at: Timestamp,
    /// Ascending by day.
    pub days: Vec<(i64, BaseCells)>,
}

impl ObjectColumns {
    /// Its own id, where it stands below a campaign.
    pub fn below_campaign(&self) -> Option<Uuid> {
        let campaign = self.campaign_id?;
        (campaign != self.id).then_some(self.id)
    }

    /// What a property is set to; `None` where the object has none of its own.
    pub fn value(&self, field: WriteField) -> Option<WriteValue> {
        let cell = match field {
            WriteField::Status => return Some(WriteValue::Status(self.status)),
            WriteField::Budget => self.budget.as_ref().map(|budget| budget.amount_micros),
            WriteField::Bid => self.bid_micros,
            WriteField::TargetCpa => self.target_cpa_micros,
            WriteField::TargetRoas => self.target_roas_millionths,
            WriteField::Negative | WriteField::Label => None,
        };
        cell.map(|cell| WriteValue::amount(field.property(), cell))
    }
}

impl AccountTable {
    pub fn build(parts: TableParts) -> Self {
        let TableParts {
            zone,
            coverage,
            objects,
            data_until,
            mut further,
            ..
        } = parts;
        let lanes = Lanes::of(&further, &parts.hours);
        let first_day = coverage.iter().map(|(first, _, _)| *first).min().unwrap_or(0);
        let last_day = data_until
            .map_or(first_day, |until| calendar::day_at(until, &zone))
            .max(first_day);
        let days = usize::try_from(last_day.saturating_sub(first_day).saturating_add(1)).unwrap_or(0);

        let mut covered_to_end = vec![false; days];
        for (first, last, until) in &coverage {
            // A sync covers a day to its end only if it was made after that end.
            let complete_until = calendar::day_at(*until, &zone).saturating_sub(1).min(*last);
            for day in *first..=complete_until {
                if let Some(flag) = index(first_day, day).and_then(|at| covered_to_end.get_mut(at)) {
                    *flag = true;
                }
            }
        }
        let mut complete = vec![0_i64];
        for flag in covered_to_end {
            let before = complete.last().copied().unwrap_or(0);
            complete.push(before.saturating_add(i64::from(flag)));
        }

        let mut rows = Vec::with_capacity(objects.len());
        for object in objects {
            let mut row = columns_of(object, &zone);
            for (place, metric) in lanes.metrics().enumerate() {
                let known = further.get_mut(&metric);
                if let Some(days) = known.and_then(|known| known.objects.remove(&row.id)) {
                    row.sums.put(place, &days);
                }
            }
            rows.push(row);
        }
        rows.sort_by_key(|row: &ObjectColumns| row.id);
        share_budgets(&mut rows);

        let hours = parts
            .hours
            .into_iter()
            .map(|(day, mut block)| {
                let further = lanes.metrics().map(|metric| {
                    let own = block.further.remove(&metric);
                    own.map(|by_object| by_row(&rows, by_object))
                });
                let further = further.collect();
                let rows = by_row(&rows, block.buckets);
                let hour_day = HourDay {
                    starts: calendar::day_start(day, &zone),
                    buckets: calendar::hours_in_day(day, &zone),
                    merged: calendar::merged_buckets(day, &zone),
                    rows,
                    further,
                };
                (day, hour_day)
            })
            .collect();
        Self {
            level: parts.level,
            parents: vec![None; rows.len()],
            below: BTreeMap::new(),
            account_id: parts.account_id,
            name: parts.name,
            platform: parts.platform,
            currency: parts.currency,
            zone,
            sync_seq: parts.sync_seq,
            data_until,
            first_day,
            complete,
            objects: rows,
            lanes,
            hours,
        }
    }

    /// What the rows are about, in the order of their ids.
    pub fn objects(&self) -> &[ObjectColumns] {
        &self.objects
    }

    /// Puts the table of a level below the campaigns in its place; the levels above it must be there.
    pub fn put_below(&mut self, mut table: Self) {
        let above = match table.level.parent() {
            Some(Level::Campaigns) | None => Some(&self.objects),
            Some(level) => self.below.get(&level).map(|above| &above.objects),
        };
        if let Some(above) = above {
            let parent = |row: &ObjectColumns| {
                let parent = row.stands_in?;
                above.binary_search_by_key(&parent, |other| other.id).ok()
            };
            table.parents = table.objects.iter().map(parent).collect();
            for (row, parent) in table.objects.iter_mut().zip(&table.parents) {
                if let Some(parent) = parent.and_then(|place| above.get(place)) {
                    row.path = format!("{} › {}", parent.path, row.name).into();
                }
            }
        }
        self.below.insert(table.level, Arc::new(table));
    }

    /// The objects of one level as a tick at `at` sees them; without rows or data where the level was not read.
    pub fn at_level(self: &Arc<Self>, level: Level, at: Timestamp) -> Snapshot {
        if level == self.level {
            return self.at(at);
        }
        if level == Level::Accounts {
            return Snapshot {
                members: Some(Box::new(self.at(at))),
                ..Arc::new(self.of_account()).at(at)
            };
        }
        let table = self
            .below
            .get(&level)
            .map_or_else(|| Arc::new(self.unread(level)), Arc::clone);
        Snapshot {
            above: level.parent().map(|parent| Box::new(self.at_level(parent, at))),
            ..table.at(at)
        }
    }

    /// The account itself, in one row without numbers of its own: they are those of the campaigns.
    fn of_account(&self) -> Self {
        let account = ObjectParts {
            id: self.account_id,
            campaign_id: self.account_id,
            stands_in: None,
            bid_micros: None,
            target_cpa_micros: None,
            target_roas_millionths: None,
            match_type: None,
            external_id: String::new(),
            name: self.name.clone(),
            status: SwitchStatus::Active,
            delivery: String::new(),
            channel: String::new(),
            bid_strategy: String::new(),
            labels: None,
            start_date: Some(calendar::date_of(self.first_day)),
            end_date: None,
            budget: None,
            last_change_at: None,
            first_seen_at: Timestamp::MIN,
            days: Vec::new(),
        };
        let row = ObjectColumns {
            campaign_id: None,
            ..columns_of(account, &self.zone)
        };
        Self {
            level: Level::Accounts,
            data_until: self.data_until,
            sync_seq: self.sync_seq,
            first_day: self.first_day,
            complete: self.complete.clone(),
            objects: vec![row],
            parents: vec![None],
            ..self.unread(Level::Accounts)
        }
    }

    /// A level of which nothing was read.
    fn unread(&self, level: Level) -> Self {
        Self::build(TableParts {
            level,
            account_id: self.account_id,
            name: self.name.clone(),
            platform: self.platform,
            currency: self.currency,
            zone: self.zone.clone(),
            sync_seq: 0,
            data_until: None,
            coverage: Vec::new(),
            objects: Vec::new(),
            further: Further::new(),
            hours: BTreeMap::new(),
        })
    }

    /// The levels below the campaigns that were read, the highest first.
    pub fn below(&self) -> impl Iterator<Item = &Self> {
        self.below.values().map(AsRef::as_ref)
    }

    /// What stands below the campaigns, level by level, the highest first; each with what it stands in, where that is not the
    /// campaign itself.
    pub fn standing_below(&self) -> impl Iterator<Item = (Level, &ObjectColumns, Option<&ObjectColumns>)> {
        // What cannot be switched neither runs nor stops.
        let switched = self
            .below()
            .filter(|table| !table.level.info().writes(Property::Status).is_empty());
        switched.flat_map(|table| {
            let above = table.level.parent().and_then(|parent| self.below.get(&parent));
            let rows = table.objects.iter().zip(&table.parents);
            rows.map(move |(object, parent)| {
                let parent = above
                    .zip(*parent)
                    .and_then(|(above, place)| above.objects.get(place));
                (table.level, object, parent)
            })
        })
    }

    /// What an object of this level stands in, where that is not the campaign itself; asked of the campaigns' table.
    pub fn stands_in(&self, level: Level, id: Uuid) -> Option<(Level, &str)> {
        let (above, table) = (level.parent()?, self.below.get(&level)?);
        let place = table.objects.binary_search_by_key(&id, |row| row.id).ok()?;
        let parent = table.parents.get(place).copied().flatten()?;
        let object = self.below.get(&above)?.objects.get(parent)?;
        Some((above, &object.external_id))
    }

    /// The object below the campaigns that is written to, where its level was read.
    pub fn id_below(&self, target: &WriteTarget) -> Option<Uuid> {
        let table = self.below.get(&target.kind.below_campaigns()?)?;
        let mut objects = table.objects.iter();
        let object = objects.find(|object| object.external_id == target.external_id)?;
        Some(object.id)
    }

    /// The platform's own name of a campaign; asked of the campaigns' table.
    pub fn campaign_external_id(&self, id: Uuid) -> Option<&str> {
        let place = self.objects.binary_search_by_key(&id, |row| row.id).ok()?;
        self.objects.get(place).map(|row| row.external_id.as_str())
    }

    /// This version as a tick at `at` sees it.
    pub fn at(self: &Arc<Self>, at: Timestamp) -> Snapshot {
        let stale = self
            .data_until
            .is_none_or(|until| at.duration_since(until) > FRESHNESS_PROMISE);
        Snapshot {
            table: Arc::clone(self),
            above: None,
            members: None,
            at,
            lookups: Arc::default(),
            kept: Arc::default(),
            today: calendar::day_at(at, &self.zone),
            stale,
        }
    }

    /// Days of history behind the columns, today included.
    pub fn history_days(&self) -> usize {
        self.complete.len().saturating_sub(1)
    }
}

/// The buckets of every row; a row without any is empty.
fn by_row<V>(rows: &[ObjectColumns], mut buckets: BTreeMap<Uuid, Vec<V>>) -> Vec<Vec<V>> {
    rows.iter()
        .map(|row| buckets.remove(&row.id).unwrap_or_default())
        .collect()
}

pub(super) fn index(first_day: i64, day: i64) -> Option<usize> {
    usize::try_from(day.checked_sub(first_day)?).ok()
}

/// Who spends from one budget learns the first row of it.
fn share_budgets(rows: &mut [ObjectColumns]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for (row, object) in rows.iter_mut().enumerate() {
        object.budget_row = match &object.budget {
            Some(budget) => *first.entry(budget.external_id.clone()).or_insert(row),
            None => row,
        };
    }
}

fn columns_of(object: ObjectParts, zone: &TimeZone) -> ObjectColumns {
    let first_traffic = object.days.first().map(|(day, _)| *day);
    let seen = calendar::day_at(object.first_seen_at, zone);
    let created = object.start_date.map(calendar::day_number);
    let first = created
        .or(first_traffic)
        .unwrap_or(seen)
        .min(first_traffic.unwrap_or(i64::MAX));
    ObjectColumns {
        id: object.id,
        campaign_id: Some(object.campaign_id),
        stands_in: object.stands_in,
        path: Arc::from(object.name.as_str()),
        bid_micros: object.bid_micros,
        target_cpa_micros: object.target_cpa_micros,
        target_roas_millionths: object.target_roas_millionths,
        match_type: object.match_type,
        external_id: object.external_id,
        name: object.name.into(),
        status: object.status,
        delivery: object.delivery,
        channel: object.channel,
        bid_strategy: object.bid_strategy,
        labels: object
            .labels
            .map(|labels| labels.into_iter().map(Arc::from).collect()),
        start_date: object.start_date,
        end_date: object.end_date,
        budget: object.budget,
        budget_row: 0,
        last_change_at: object.last_change_at,
        first_day: first,
        sums: DaySums::of(&object.days),
    }
}
