//! An account's past: its synchronisations, its objects as they arrived, and what was changed on them since.

use std::collections::{BTreeSet, HashMap};

use dsl::Level;
use jiff::Timestamp;
use uuid::Uuid;

use super::searches::Turns;
use crate::{
    campaigns::ChangeSource,
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    SYNCS = "select seq, level, finished_at, data_until, first_day, last_day, first_hourly_day from sync
        where org_id = $1 and account_id = $2 and finished_at < $3 order by seq";
    CHANGES = "select target_kind, external_id, field, at, new_value, source from property_change
        where org_id = $1 and account_id = $2 and at < $3 order by at, id";
    CAMPAIGNS = "select id, external_id, name, status, delivery, channel, bid_strategy, budget_id, start_date, end_date, labels, first_seen_at
        from campaign where org_id = $1 and account_id = $2 and first_seen_at < $3 order by first_seen_at, id";
    OBJECTS = "select id, external_id, campaign_id, parent_id, name, status, delivery, bid_micros, match_type, labels, first_seen_at
        from ad_object where org_id = $1 and account_id = $2 and level = $3 and first_seen_at < $4 order by id";
    /// Later ones, too: a search is stored as it stands today.
    NEGATIVES = "select target_kind, external_id, field, at, new_value, source from property_change
        where org_id = $1 and account_id = $2 and target_kind = $3 order by at, id";
    BUDGETS = "select id, external_id, name, amount_micros, period, shared, campaigns from budget where org_id = $1 and account_id = $2";
}

/// One synchronisation of a level: what it asked for, and when its answer was there.
#[derive(Debug, Clone, Copy)]
pub struct Sync {
    pub seq: i64,
    pub level: Level,
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

impl RecordedChange {
    pub(super) fn parts(&self) -> (&WriteTarget, Timestamp, &WriteValue) {
        (&self.target, self.at, &self.new)
    }
}

/// A campaign as it arrived. Names, labels, channel and delivery are those of today: their past is not recorded.
#[derive(Debug, Clone)]
pub struct RecordedCampaign {
    pub id: Uuid,
    pub external_id: String,
    pub name: String,
    pub status: SwitchStatus,
    pub delivery: String,
    pub channel: String,
    pub bid_strategy: String,
    pub budget_id: Option<Uuid>,
    pub start_date: Option<String>,
    pub end_date: Option<String>,
    pub labels: String,
    pub first_seen_at: Timestamp,
}

/// What stands below a campaign, as it arrived; its name, delivery, match type and labels are those of today. A search that got or
/// lost a negative keyword since has the word with which it arrived.
#[derive(Debug, Clone)]
pub struct RecordedObject {
    pub id: Uuid,
    pub level: Level,
    /// What the ledger calls it.
    pub kind: TargetKind,
    pub external_id: String,
    pub campaign_id: Uuid,
    pub parent_id: Option<Uuid>,
    pub name: String,
    pub status: SwitchStatus,
    pub delivery: String,
    pub bid_micros: Option<i64>,
    pub match_type: Option<String>,
    pub labels: Option<String>,
    pub first_seen_at: Timestamp,
}

/// A budget with the amount it began with.
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
    /// In the order in which they arrived.
    pub campaigns: Vec<RecordedCampaign>,
    /// The same, each after what it stands in.
    pub objects: Vec<RecordedObject>,
    pub budgets: Vec<RecordedBudget>,
}

impl Recorded {
    /// Reads the past of the campaigns and of the levels below that are asked for.
    pub async fn load(
        tx: &mut Tx,
        account: &RegisteredAccount,
        levels: &BTreeSet<Level>,
        until: Timestamp,
    ) -> Result<Self, StoreError> {
        let place = params![account.scope.id(), account.id, until];
        let mut syncs: Vec<Sync> = tx
            .fetch_all(SYNCS, place)
            .await?
            .iter()
            .map(read_sync)
            .collect::<Result<_, _>>()?;
        syncs.retain(|sync| sync.level == Level::Campaigns || levels.contains(&sync.level));
        // What was written together was known together, however long each answer took.
        let mut known_at = Timestamp::MIN;
        for sync in &mut syncs {
            known_at = known_at.max(sync.finished_at);
            sync.finished_at = known_at;
        }
        let changes: Vec<RecordedChange> = tx
            .fetch_all(CHANGES, place)
            .await?
            .iter()
            .map(read_change)
            .collect::<Result<_, _>>()?;
        let first = FirstValues::of(&changes);
        let campaigns = tx
            .fetch_all(CAMPAIGNS, place)
            .await?
            .iter()
            .map(|row| read_campaign(row, &first))
            .collect::<Result<_, _>>()?;
        let turns = if levels.contains(&Level::SearchTerms) {
            negative_turns(tx, account).await?
        } else {
            Turns::default()
        };
        let mut objects = Vec::new();
        for level in levels {
            let Some(kind) = TargetKind::of_level(*level).filter(|_| *level != Level::Campaigns) else {
                continue;
            };
            let values = params![account.scope.id(), account.id, level.key(), until];
            for row in tx.fetch_all(OBJECTS, values).await? {
                let mut object = read_object(&row, *level, kind, &first)?;
                if *level == Level::SearchTerms
                    && let Some(word) = turns.first_word(&object.external_id, object.first_seen_at)
                {
                    word.clone_into(&mut object.delivery);
                }
                objects.push(object);
            }
        }
        objects.sort_by_key(|object| (object.first_seen_at, object.level, object.id));
        let budgets = tx
            .fetch_all(BUDGETS, params![account.scope.id(), account.id])
            .await?
            .iter()
            .map(|row| read_budget(row, &first))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            syncs,
            changes,
            campaigns,
            objects,
            budgets,
        })
    }

    /// When the first numbers of a level were there.
    pub fn known_since(&self, level: Level) -> Option<Timestamp> {
        let first = self.syncs.iter().find(|sync| sync.level == level);
        first.map(|sync| sync.finished_at)
    }
}

/// Each property's first recorded value: what an object arrived with.
struct FirstValues<'a>(HashMap<(TargetKind, &'a str, WriteField), &'a WriteValue>);

impl<'a> FirstValues<'a> {
    /// From changes in the order of time.
    fn of(changes: &'a [RecordedChange]) -> Self {
        let mut first = HashMap::new();
        for change in changes {
            let place = (
                change.target.kind,
                change.target.external_id.as_str(),
                change.field,
            );
            first.entry(place).or_insert(&change.new);
        }
        Self(first)
    }

    fn money(&self, kind: TargetKind, external_id: &str, field: WriteField) -> Option<i64> {
        match self.0.get(&(kind, external_id, field)) {
            Some(WriteValue::Money(micros)) => Some(*micros),
            _ => None,
        }
    }

    fn status(&self, kind: TargetKind, external_id: &str) -> Option<SwitchStatus> {
        match self.0.get(&(kind, external_id, WriteField::Status)) {
            Some(WriteValue::Status(status)) => Some(*status),
            _ => None,
        }
    }
}

/// Every negative keyword of the account that came or went.
async fn negative_turns(tx: &mut Tx, account: &RegisteredAccount) -> Result<Turns, StoreError> {
    let values = params![account.scope.id(), account.id, TargetKind::Negative.as_str()];
    let changes: Vec<RecordedChange> = tx
        .fetch_all(NEGATIVES, values)
        .await?
        .iter()
        .map(read_change)
        .collect::<Result<_, _>>()?;
    Ok(Turns::of(changes.iter().map(RecordedChange::parts)))
}

fn read_sync(row: &Row) -> Result<Sync, StoreError> {
    Ok(Sync {
        seq: row.i64("seq")?,
        level: row.word("level", Level::of_key)?,
        finished_at: row.time("finished_at")?,
        data_until: row.time("data_until")?,
        first_day: row.i64("first_day")?,
        last_day: row.i64("last_day")?,
        first_hourly_day: row.i64("first_hourly_day")?,
    })
}

fn read_change(row: &Row) -> Result<RecordedChange, StoreError> {
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
}

fn read_campaign(row: &Row, first: &FirstValues<'_>) -> Result<RecordedCampaign, StoreError> {
    let external_id = row.text("external_id")?;
    let status = row.word("status", SwitchStatus::parse)?;
    Ok(RecordedCampaign {
        id: row.uuid("id")?,
        name: row.text("name")?,
        status: first.status(TargetKind::Campaign, &external_id).unwrap_or(status),
        delivery: row.text("delivery")?,
        channel: row.text("channel")?,
        bid_strategy: row.text("bid_strategy")?,
        budget_id: row.opt_uuid("budget_id")?,
        start_date: row.opt_text("start_date")?,
        end_date: row.opt_text("end_date")?,
        labels: row.text("labels")?,
        first_seen_at: row.time("first_seen_at")?,
        external_id,
    })
}

fn read_object(
    row: &Row,
    level: Level,
    kind: TargetKind,
    first: &FirstValues<'_>,
) -> Result<RecordedObject, StoreError> {
    let external_id = row.text("external_id")?;
    let status = row.word("status", SwitchStatus::parse)?;
    let bid = row.opt_i64("bid_micros")?;
    Ok(RecordedObject {
        id: row.uuid("id")?,
        level,
        kind,
        campaign_id: row.uuid("campaign_id")?,
        parent_id: row.opt_uuid("parent_id")?,
        name: row.text("name")?,
        status: first.status(kind, &external_id).unwrap_or(status),
        delivery: row.text("delivery")?,
        bid_micros: first.money(kind, &external_id, WriteField::Bid).or(bid),
        match_type: row.opt_text("match_type")?,
        labels: row.opt_text("labels")?,
        first_seen_at: row.time("first_seen_at")?,
        external_id,
    })
}

fn read_budget(row: &Row, first: &FirstValues<'_>) -> Result<RecordedBudget, StoreError> {
    let external_id = row.text("external_id")?;
    let amount = row.i64("amount_micros")?;
    Ok(RecordedBudget {
        id: row.uuid("id")?,
        name: row.text("name")?,
        amount_micros: first
            .money(TargetKind::Budget, &external_id, WriteField::Budget)
            .unwrap_or(amount),
        period: row.text("period")?,
        shared: row.flag("shared")?,
        campaigns: row.u32("campaigns")?,
        external_id,
    })
}
