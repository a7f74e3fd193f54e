//! The numbers of an account as its synchronisations made them known, level by level.
//!
//! Frames hold, per synchronisation, only the cells that changed; learning them one after the other gives the numbers as they stood
//! at any moment, late conversions and corrections not yet known.

use std::collections::{BTreeMap, HashMap};

use dsl::Level;
use jiff::Timestamp;
use uuid::Uuid;

use super::recorded::Sync;
use crate::{
    connections::{RegisteredAccount, platform::BaseCells},
    metrics::{
        calendar,
        frame::Frame,
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
    hours: BTreeMap<i64, BTreeMap<Uuid, Vec<BaseCells>>>,
    coverage: BTreeMap<(i64, i64), Timestamp>,
    pub data_until: Option<Timestamp>,
    pub seq: i64,
}

impl KnownLevel {
    fn learn(&mut self, sync: &Sync, frame: Option<&Frame>, account: &RegisteredAccount) {
        for day in sync.first_hourly_day..=sync.last_day {
            self.hours.entry(day).or_default();
        }
        for cell in frame.map(|frame| frame.cells.as_slice()).unwrap_or_default() {
            match cell.hour {
                None => {
                    self.days
                        .entry(cell.object)
                        .or_default()
                        .insert(cell.day, cell.cells);
                }
                Some(hour) => {
                    let buckets = calendar::hours_in_day(cell.day, &account.zone);
                    let hours = self.hours.entry(cell.day).or_default();
                    let cells = hours
                        .entry(cell.object)
                        .or_insert_with(|| vec![BaseCells::default(); buckets]);
                    if let Some(place) = cells.get_mut(usize::from(hour)) {
                        *place = cell.cells;
                    }
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

    pub fn hours(&self, today: i64) -> BTreeMap<i64, BTreeMap<Uuid, Vec<BaseCells>>> {
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
