//! An account's past as each synchronisation knew it.
//!
//! Frames hold, per synchronisation, only the cells that changed; learning them one after the other gives the numbers as
//! they stood at any moment, late conversions and corrections not yet known.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    campaigns::ChangeSource,
    connections::{
        RegisteredAccount,
        platform::{BaseCells, SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    metrics::{
        calendar,
        frame::Frame,
        ingest::{COLUMN_DAYS, HOURLY_DAYS, holds_hours},
    },
    store::{Store, StoreError, Tx, params, statements},
};

statements! {
    SYNCS = "select seq, finished_at, data_until, first_day, last_day, first_hourly_day from sync
        where org_id = $1 and account_id = $2 and level = 'campaign' and finished_at < $3 order by seq";
    FRAMES = "select seq, body from metric_frame where org_id = $1 and account_id = $2 and level = 'campaign' and seq >= $3 and seq <= $4
        order by seq";
    CHANGES = "select target_kind, external_id, field, at, new_value, source from property_change
        where org_id = $1 and account_id = $2 and at < $3 order by at, id";
    CAMPAIGNS = "select id, external_id, name, status, delivery, channel, bid_strategy, budget_id, start_date, end_date, labels, first_seen_at
        from campaign where org_id = $1 and account_id = $2 and first_seen_at < $3 order by first_seen_at, id";
    BUDGETS = "select id, external_id, name, amount_micros, period, shared, campaigns from budget where org_id = $1 and account_id = $2";
}

/// Frames that are read at a time.
const FRAMES_AT_ONCE: i64 = 48;

/// One synchronisation: what it asked for, and when its answer was there.
#[derive(Debug, Clone, Copy)]
pub struct Sync {
    pub seq: i64,
    pub finished_at: Timestamp,
    pub data_until: Timestamp,
    pub first_day: i64,
    pub last_day: i64,
    pub first_hourly_day: i64,
}

/// One change of a property, by whomever.
#[derive(Debug, Clone)]
pub struct RecordedChange {
    pub target: WriteTarget,
    pub field: WriteField,
    pub at: Timestamp,
    pub new: WriteValue,
    pub is_first: bool,
}

/// A campaign. Names, labels, channel and delivery are those of today: their past is not recorded.
#[derive(Debug, Clone)]
pub struct RecordedCampaign {
    pub id: Uuid,
    pub external_id: String,
    pub name: String,
    pub status: String,
    pub delivery: String,
    pub channel: String,
    pub bid_strategy: String,
    pub budget_id: Option<Uuid>,
    pub start_date: Option<String>,
    pub end_date: Option<String>,
    pub labels: String,
    pub first_seen_at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct RecordedBudget {
    pub id: Uuid,
    pub external_id: String,
    pub name: String,
    pub amount_micros: i64,
    pub period: String,
    pub shared: bool,
    pub campaigns: u32,
}

/// Everything recorded of one account before a moment, but for the numbers.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub syncs: Vec<Sync>,
    pub changes: Vec<RecordedChange>,
    pub campaigns: Vec<RecordedCampaign>,
    pub budgets: Vec<RecordedBudget>,
}

impl Recorded {
    pub async fn load(
        tx: &mut Tx,
        account: &RegisteredAccount,
        until: Timestamp,
    ) -> Result<Self, StoreError> {
        let place = params![account.scope.id(), account.id, until];
        let syncs = tx
            .fetch_all(SYNCS, place)
            .await?
            .iter()
            .map(|row| {
                Ok(Sync {
                    seq: row.i64("seq")?,
                    finished_at: row.time("finished_at")?,
                    data_until: row.time("data_until")?,
                    first_day: row.i64("first_day")?,
                    last_day: row.i64("last_day")?,
                    first_hourly_day: row.i64("first_hourly_day")?,
                })
            })
            .collect::<Result<_, StoreError>>()?;
        let changes = tx
            .fetch_all(CHANGES, place)
            .await?
            .iter()
            .map(|row| {
                Ok(RecordedChange {
                    target: WriteTarget {
                        kind: row.word("target_kind", TargetKind::parse)?,
                        external_id: row.text("external_id")?,
                    },
                    field: row.word("field", WriteField::parse)?,
                    at: row.time("at")?,
                    new: row.json("new_value")?,
                    is_first: row.text("source")? == ChangeSource::FirstSeen.as_str(),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        let campaigns = tx
            .fetch_all(CAMPAIGNS, place)
            .await?
            .iter()
            .map(|row| {
                Ok(RecordedCampaign {
                    id: row.uuid("id")?,
                    external_id: row.text("external_id")?,
                    name: row.text("name")?,
                    status: row.text("status")?,
                    delivery: row.text("delivery")?,
                    channel: row.text("channel")?,
                    bid_strategy: row.text("bid_strategy")?,
                    budget_id: row.opt_uuid("budget_id")?,
                    start_date: row.opt_text("start_date")?,
                    end_date: row.opt_text("end_date")?,
                    labels: row.text("labels")?,
                    first_seen_at: row.time("first_seen_at")?,
                })
            })
            .collect::<Result<_, StoreError>>()?;
        let budgets = tx
            .fetch_all(BUDGETS, params![account.scope.id(), account.id])
            .await?
            .iter()
            .map(|row| {
                Ok(RecordedBudget {
                    id: row.uuid("id")?,
                    external_id: row.text("external_id")?,
                    name: row.text("name")?,
                    amount_micros: row.i64("amount_micros")?,
                    period: row.text("period")?,
                    shared: row.flag("shared")?,
                    campaigns: row.u32("campaigns")?,
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Self {
            syncs,
            changes,
            campaigns,
            budgets,
        })
    }

    /// A property's first recorded value.
    fn first_value(&self, kind: TargetKind, external_id: &str, field: WriteField) -> Option<&WriteValue> {
        self.changes
            .iter()
            .find(|change| {
                change.target.kind == kind
                    && change.field == field
                    && change.target.external_id == external_id
            })
            .map(|change| &change.new)
    }

    /// The amount that a budget begins with.
    pub fn first_amount(&self, budget: &RecordedBudget) -> i64 {
        match self.first_value(TargetKind::Budget, &budget.external_id, WriteField::Budget) {
            Some(WriteValue::Money(micros)) => *micros,
            _ => budget.amount_micros,
        }
    }

    /// The value under which a campaign arrives.
    pub fn first_status(&self, campaign: &RecordedCampaign) -> WriteValue {
        self.first_value(TargetKind::Campaign, &campaign.external_id, WriteField::Status)
            .cloned()
            .unwrap_or_else(|| {
                WriteValue::Status(SwitchStatus::parse(&campaign.status).unwrap_or(SwitchStatus::Active))
            })
    }
}

/// The numbers as they are known so far.
#[derive(Debug, Default)]
pub struct Known {
    days: HashMap<Uuid, BTreeMap<i64, BaseCells>>,
    hours: BTreeMap<i64, BTreeMap<Uuid, Vec<BaseCells>>>,
    coverage: BTreeMap<(i64, i64), Timestamp>,
    pub data_until: Option<Timestamp>,
    pub seq: i64,
}

impl Known {
    /// Takes in one synchronisation and the cells it changed.
    pub fn learn(&mut self, sync: &Sync, frame: Option<&Frame>, account: &RegisteredAccount) {
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

    /// Forgets what no column holds any more on `today`.
    pub fn forget_before(&mut self, today: i64) {
        self.hours = self.hours.split_off(&today.saturating_sub(HOURLY_DAYS));
    }

    /// Day cells of every campaign, ascending by day, as the columns want them.
    pub fn days(&self, today: i64) -> HashMap<Uuid, Vec<(i64, BaseCells)>> {
        let first = today.saturating_sub(COLUMN_DAYS);
        self.days
            .iter()
            .map(|(campaign, days)| {
                let days = days.range(first..=today).map(|(day, cells)| (*day, *cells));
                (*campaign, days.collect())
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

    /// What a campaign spent on a day, as known so far.
    pub fn spend_on(&self, campaign: Uuid, day: i64) -> i64 {
        let cells = self.days.get(&campaign).and_then(|days| days.get(&day));
        cells.map_or(0, |cells| cells.spend)
    }
}

/// Reads frames a few at a time: a long past need not lie in memory.
#[derive(Debug)]
pub struct Frames {
    account: RegisteredAccount,
    read: HashMap<i64, Frame>,
    read_until: i64,
}

impl Frames {
    pub fn of(account: &RegisteredAccount) -> Self {
        Self {
            account: account.clone(),
            read: HashMap::new(),
            read_until: 0,
        }
    }

    /// The cells that a synchronisation changed; `None` where it changed nothing.
    pub async fn take(&mut self, store: &Store, seq: i64) -> Result<Option<Frame>, StoreError> {
        if seq > self.read_until {
            let (scope, account_id) = (self.account.scope, self.account.id);
            let last = seq.saturating_add(FRAMES_AT_ONCE);
            self.read = store
                .read(move |tx| {
                    Box::pin(async move {
                        tx.fetch_all(FRAMES, params![scope.id(), account_id, seq, last])
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
