//! The numbers of an account as its synchronisations made them known, level by level.
//!
//! Frames hold, per synchronisation, only the cells that changed; learning them one after the other gives the numbers as they stood
//! at any moment, late conversions and corrections not yet known.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dsl::{Level, Metric};
use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

use super::recorded::Sync;
use crate::{
    connections::{
        RegisteredAccount,
        platform::{BaseCells, Grain},
    },
    metrics::{
        Further, Reported, calendar,
        frame::{Block, Buckets, Frame, Values},
        ingest::{COLUMN_DAYS, HOURLY_DAYS, holds_hours},
    },
    store::{Store, StoreError, params, statements},
};

statements! {
    FRAMES = "select seq, body from metric_frame where org_id = $1 and account_id = $2 and level = $3 and seq >= $4 and seq <= $5
        order by seq";
}

/// Synchronisations whose frames are read at a time.
const FRAMES_AT_ONCE: i64 = 48;

/// What is known so far: of the campaigns, and of the levels below that were read.
#[derive(Debug, Default)]
pub struct Known {
    pub campaigns: KnownLevel,
    pub below: BTreeMap<Level, KnownLevel>,
}

impl Known {
    fn of(&self, level: Level) -> Option<&KnownLevel> {
        match level {
            Level::Campaigns => Some(&self.campaigns),
            below => self.below.get(&below),
        }
    }

    /// Takes in one synchronisation and the cells it changed.
    pub fn learn(&mut self, sync: &Sync, frame: Option<&Frame>, account: &RegisteredAccount) {
        let level = match sync.level {
            Level::Campaigns => &mut self.campaigns,
            below => self.below.entry(below).or_default(),
        };
        level.learn(sync, frame, account);
    }

    /// Forgets what no column holds any more on `today`.
    pub fn forget_before(&mut self, today: i64) {
        for level in std::iter::once(&mut self.campaigns).chain(self.below.values_mut()) {
            level.hours = level.hours.split_off(&today.saturating_sub(HOURLY_DAYS));
        }
    }

    /// What an object spent on a day, as known so far.
    pub fn spend_on(&self, level: Level, object: Uuid, day: i64) -> i64 {
        let days = self.of(level).and_then(|known| known.days.get(&object));
        days.and_then(|days| days.get(&day))
            .map_or(0, |cells| cells.spend)
    }
}

/// The numbers of one level.
#[derive(Debug, Default)]
pub struct KnownLevel {
    days: HashMap<Uuid, BTreeMap<i64, BaseCells>>,
    /// Beyond the base metrics: the days on which each was reported, and what the objects had of it.
    further: BTreeMap<Metric, KnownMetric>,
    /// What the newest synchronisation reported beyond the base metrics; one without a frame reported the same.
    reported: BTreeSet<(Grain, Metric)>,
    hours: BTreeMap<i64, Block>,
    coverage: BTreeMap<(i64, i64), Timestamp>,
    pub data_until: Option<Timestamp>,
    pub seq: i64,
}

/// A metric beyond the base ones.
#[derive(Debug, Default)]
struct KnownMetric {
    days: BTreeSet<i64>,
    objects: HashMap<Uuid, BTreeMap<i64, i64>>,
}

/// Puts a cell into its hour, one of so many of the day.
fn put<V: Values>(hours: &mut Buckets<V>, object: Uuid, (hour, buckets): (u8, usize), value: V) {
    let own = hours.entry(object).or_insert_with(|| vec![V::default(); buckets]);
    if let Some(place) = own.get_mut(usize::from(hour)) {
        *place = value;
    }
}

/// How many hours days have: many cells ask about few days.
struct DayLengths<'z> {
    zone: &'z TimeZone,
    known: BTreeMap<i64, usize>,
}

impl<'z> DayLengths<'z> {
    fn of(zone: &'z TimeZone) -> Self {
        Self {
            zone,
            known: BTreeMap::new(),
        }
    }

    fn of_day(&mut self, day: i64) -> usize {
        let known = self.known.entry(day);
        *known.or_insert_with(|| calendar::hours_in_day(day, self.zone))
    }
}

impl KnownLevel {
    fn learn(&mut self, sync: &Sync, frame: Option<&Frame>, account: &RegisteredAccount) {
        for day in sync.first_hourly_day..=sync.last_day {
            self.hours.entry(day).or_default();
        }
        self.learn_further(sync, frame, account);
        let mut lengths = DayLengths::of(&account.zone);
        for cell in frame.map(|frame| frame.cells.as_slice()).unwrap_or_default() {
            match cell.hour {
                None => {
                    self.days
                        .entry(cell.object)
                        .or_default()
                        .insert(cell.day, cell.cells);
                }
                Some(hour) => {
                    let buckets = lengths.of_day(cell.day);
                    let block = self.hours.entry(cell.day).or_default();
                    put(&mut block.buckets, cell.object, (hour, buckets), cell.cells);
                }
            }
        }
        let until = self
            .coverage
            .entry((sync.first_day, sync.last_day))
            .or_insert(sync.data_until);
        *until = (*until).max(sync.data_until);
        self.data_until = Some(sync.data_until);
        self.seq = sync.seq;
    }

    /// Which metrics beyond the base ones the synchronisation reported of its days, and the cells of them that changed.
    fn learn_further(&mut self, sync: &Sync, frame: Option<&Frame>, account: &RegisteredAccount) {
        let hours = sync.first_hourly_day..sync.last_day.saturating_add(1);
        if let Some(frame) = frame {
            // Of hours that it did not read it says nothing.
            self.reported
                .retain(|(grain, _)| *grain == Grain::Hour && hours.is_empty());
            self.reported.extend(frame.further.keys().copied());
        }
        for (grain, metric) in &self.reported {
            if *grain == Grain::Day {
                self.further.entry(*metric).or_default();
            }
        }
        for (metric, known) in &mut self.further {
            let is_reported = self.reported.contains(&(Grain::Day, *metric));
            for day in sync.first_day..=sync.last_day {
                if is_reported {
                    known.days.insert(day);
                } else {
                    known.days.remove(&day);
                }
            }
        }
        for day in hours {
            let block = self.hours.entry(day).or_default();
            block
                .further
                .retain(|metric, _| self.reported.contains(&(Grain::Hour, *metric)));
            for (grain, metric) in &self.reported {
                if *grain == Grain::Hour {
                    block.further.entry(*metric).or_default();
                }
            }
        }
        let mut lengths = DayLengths::of(&account.zone);
        for ((_, metric), cells) in frame.iter().flat_map(|frame| &frame.further) {
            for cell in cells {
                match cell.hour {
                    None => {
                        let own = self.further.entry(*metric).or_default();
                        let days = own.objects.entry(cell.object).or_default();
                        days.insert(cell.day, cell.cells);
                    }
                    Some(hour) => {
                        let buckets = lengths.of_day(cell.day);
                        let block = self.hours.entry(cell.day).or_default();
                        let hours = block.further.entry(*metric).or_default();
                        put(hours, cell.object, (hour, buckets), cell.cells);
                    }
                }
            }
        }
    }

    /// What is known beyond the base metrics, as the columns want it.
    pub fn further(&self, today: i64) -> Further {
        let held = today.saturating_sub(COLUMN_DAYS)..=today;
        let known = |known: &KnownMetric| Reported {
            days: known.days.range(held.clone()).copied().collect(),
            objects: known
                .objects
                .iter()
                .map(|(object, days)| {
                    let days = days.range(held.clone()).map(|(day, value)| (*day, *value));
                    (*object, days.collect())
                })
                .collect(),
        };
        self.further
            .iter()
            .map(|(metric, own)| (*metric, known(own)))
            .collect()
    }

    /// Day cells of every object, ascending by day, as the columns want them.
    pub fn days(&self, today: i64) -> HashMap<Uuid, Vec<(i64, BaseCells)>> {
        let first = today.saturating_sub(COLUMN_DAYS);
        self.days
            .iter()
            .map(|(object, days)| {
                let days = days.range(first..=today).map(|(day, cells)| (*day, *cells));
                (*object, days.collect())
            })
            .collect()
    }

    pub fn hours(&self, today: i64) -> BTreeMap<i64, Block> {
        self.hours
            .iter()
            .filter(|(day, _)| holds_hours(today, **day))
            .map(|(day, rows)| (*day, rows.clone()))
            .collect()
    }

    /// Days asked for and how far each answer reached.
    pub fn coverage(&self, today: i64) -> Vec<(i64, i64, Timestamp)> {
        let first = today.saturating_sub(COLUMN_DAYS);
        self.coverage
            .iter()
            .filter(|((_, last), _)| *last >= first)
            .map(|((first, last), until)| (*first, *last, *until))
            .collect()
    }
}

/// Reads the frames of one level, a few at a time: a long past need not lie in memory.
#[derive(Debug)]
pub struct Frames {
    account: RegisteredAccount,
    level: Level,
    read: HashMap<i64, Frame>,
    read_until: i64,
}

impl Frames {
    pub fn of(account: &RegisteredAccount, level: Level) -> Self {
        Self {
            account: account.clone(),
            level,
            read: HashMap::new(),
            read_until: 0,
        }
    }

    /// The cells that a synchronisation changed; `None` where it changed nothing.
    pub async fn take(&mut self, store: &Store, seq: i64) -> Result<Option<Frame>, StoreError> {
        if seq > self.read_until {
            let (scope, account_id, level) = (self.account.scope, self.account.id, self.level.key());
            let last = seq.saturating_add(FRAMES_AT_ONCE);
            self.read = store
                .read(move |tx| {
                    Box::pin(async move {
                        tx.fetch_all(FRAMES, params![scope.id(), account_id, level, seq, last])
                            .await?
                            .iter()
                            .map(|row| Ok((row.i64("seq")?, Frame::unpack(&row.bytes("body")?)?)))
                            .collect::<Result<_, StoreError>>()
                    })
                })
                .await?;
            self.read_until = last;
        }
        Ok(self.read.remove(&seq))
    }
}
