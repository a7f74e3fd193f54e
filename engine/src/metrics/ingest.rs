//! From a platform's rows to stored metrics: compare, keep only what changed, remember when it became known.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dsl::Level;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    calendar,
    frame::{Block, Cell, Frame},
    rollup, store,
    table::{AccountTable, BudgetFacts, ObjectParts, TableParts},
};
use crate::{
    campaigns,
    connections::{
        RegisteredAccount,
        platform::{BaseCells, Grain, MetricsRow, SwitchStatus, TargetKind, WriteField},
    },
    identity::OrgScope,
    store::{StoreError, Tx},
};

/// Days of history that the columns hold.
pub const COLUMN_DAYS: i64 = 400;
/// Days of hours that are read when an account is connected, so that the same hours of the four weeks before are known.
pub const HOURLY_DAYS: i64 = 29;
/// Days of hours that are read when a level below the campaigns is asked for first: there are many objects. What `usual` compares
/// with comes with time.
pub const HOURLY_DAYS_BELOW: i64 = 3;
/// Days ago, from and to, whose hours the columns hold: the last two weeks, and what `usual` compares with — a stretch of at most a
/// day, which may begin on the day before.
const HOURS_HELD: [(i64, i64); 3] = [(15, 0), (22, 21), (29, 28)];

/// Whether the columns of `today` hold the hours of `day`.
pub(crate) fn holds_hours(today: i64, day: i64) -> bool {
    let ago = today.saturating_sub(day);
    HOURS_HELD.iter().any(|(from, to)| (*to..=*from).contains(&ago))
}

/// One answered sync, before it is stored.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Business time at which the platform was asked.
    pub observed_at: Timestamp,
    /// How far the numbers of the account reach with this answer: the same, unless it brings earlier days only.
    pub data_until: Timestamp,
    pub finished_at: Timestamp,
    pub first: Date,
    pub first_hourly: Date,
    pub last: Date,
    pub by_day: Vec<MetricsRow>,
    pub by_hour: Vec<MetricsRow>,
    /// The days were read long after they happened: what was known then is not known.
    pub backfilled: bool,
}

/// What a stored sync did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncOutcome {
    pub seq: i64,
    pub rows_read: u64,
    pub cells_changed: u64,
    /// Rows of objects that the platform does not list (removed ones): counted, not stored.
    pub unknown_objects: u64,
}

/// Stores one answered sync of a level in the given transaction. Repeating it changes nothing but the sync's own row.
pub async fn ingest(
    tx: &mut Tx,
    account: &RegisteredAccount,
    level: Level,
    answer: &Answer,
) -> Result<SyncOutcome, StoreError> {
    let (scope, account_id, zone) = (account.scope, account.id, &account.zone);
    let ids = store::object_ids(tx, scope, account_id, level).await?;
    let (first, last) = (
        calendar::day_number(answer.first),
        calendar::day_number(answer.last),
    );
    // A report by hour whose rows name no hour was answered by day: it covers no hour, and "no row" must not read as zero.
    let by_hour_is_by_day = answer.by_hour.iter().any(|row| row.hour.is_none());
    let first_hourly = if by_hour_is_by_day {
        last.saturating_add(1)
    } else {
        calendar::day_number(answer.first_hourly)
    };
    let mut unknown_objects = 0_u64;

    let mut new_days: Days = days(first, last);
    for row in &answer.by_day {
        let Some(id) = ids.get(&row.external_id) else {
            unknown_objects = unknown_objects.saturating_add(1);
            continue;
        };
        if let Some(objects) = new_days.get_mut(&calendar::day_number(row.date)) {
            add(objects, *id, (0, 1), row.cells);
        }
    }
    let mut new_hours: Days = days(first_hourly, last);
    for row in &answer.by_hour {
        let day = calendar::day_number(row.date);
        let (Some(id), Some(hour)) = (ids.get(&row.external_id), row.hour) else {
            continue;
        };
        // A clock hour that the day skips cannot have traffic; a platform that reports some means the next hour.
        let bucket = calendar::bucket_of_clock_hour(day, hour, zone)
            .or_else(|| calendar::bucket_of_clock_hour(day, hour.saturating_add(1), zone));
        if let (Some(bucket), Some(objects)) = (bucket, new_hours.get_mut(&day)) {
            add(
                objects,
                *id,
                (bucket, calendar::hours_in_day(day, zone)),
                row.cells,
            );
        }
    }

    let mut frame = Frame::default();
    // Pages and roll-ups add up the days of campaigns: those have rows of their own.
    let (changed_days, day_blocks) = match level {
        Level::Campaigns => {
            let changed = compare_days(tx, scope, account_id, (first, last), new_days, &mut frame).await?;
            (changed, BTreeMap::new())
        }
        _ => {
            let of = (level, Grain::Day);
            let blocks =
                compare_blocks(tx, scope, account_id, of, (first, last), new_days, &mut frame).await?;
            (Vec::new(), blocks)
        }
    };
    let of = (level, Grain::Hour);
    let hours = (first_hourly, last);
    let hour_blocks = compare_blocks(tx, scope, account_id, of, hours, new_hours, &mut frame).await?;

    let rows_read =
        u64::try_from(answer.by_day.len().saturating_add(answer.by_hour.len())).unwrap_or(u64::MAX);
    let cells_changed = u64::try_from(frame.cells.len()).unwrap_or(u64::MAX);
    let seq = store::next_seq(tx, scope, account_id).await?;
    let record = store::SyncRecord {
        observed_at: answer.observed_at,
        finished_at: answer.finished_at,
        data_until: answer.data_until,
        first_day: first,
        last_day: last,
        first_hourly_day: first_hourly,
        rows_read,
        cells_changed,
        backfilled: answer.backfilled,
        level,
    };
    store::insert_sync(tx, scope, account_id, seq, &record).await?;
    if !frame.cells.is_empty() {
        let body = frame.pack()?;
        store::insert_frame(tx, scope, account_id, (seq, level), answer.observed_at, body).await?;
    }
    for (grain, blocks) in [(Grain::Day, &day_blocks), (Grain::Hour, &hour_blocks)] {
        for (day, block) in blocks {
            store::upsert_block(tx, scope, account_id, (level, grain), (*day, seq), block).await?;
        }
    }
    if level == Level::Campaigns {
        store::upsert_days(tx, scope, account_id, seq, &changed_days).await?;
        let touched = rollup::Touched {
            seq,
            first,
            last,
            changed: &changed_days.iter().map(|(_, day, _)| *day).collect(),
            observed_at: answer.observed_at,
        };
        rollup::refresh(tx, account, &touched).await?;
    }
    Ok(SyncOutcome {
        seq,
        rows_read,
        cells_changed,
        unknown_objects,
    })
}

/// Day → object → buckets.
type Days = BTreeMap<i64, BTreeMap<Uuid, Vec<BaseCells>>>;

/// Days on which nothing happened yet: each is covered, whether it has rows or not.
fn days(first: i64, last: i64) -> Days {
    (first..=last).map(|day| (day, BTreeMap::new())).collect()
}

/// Adds a row to its bucket, one of so many of the day.
fn add(
    objects: &mut BTreeMap<Uuid, Vec<BaseCells>>,
    id: Uuid,
    (bucket, buckets): (usize, usize),
    cells: BaseCells,
) {
    let own = objects
        .entry(id)
        .or_insert_with(|| vec![BaseCells::default(); buckets]);
    if let Some(cell) = own.get_mut(bucket) {
        *cell = cell.plus(cells);
    }
}

/// Day cells that differ from what is stored; a stored cell that the platform no longer reports becomes zero.
async fn compare_days(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    (first, last): (i64, i64),
    new: Days,
    frame: &mut Frame,
) -> Result<Vec<(Uuid, i64, BaseCells)>, StoreError> {
    let mut new: HashMap<(Uuid, i64), BaseCells> = new
        .into_iter()
        .flat_map(|(day, objects)| objects.into_iter().map(move |(id, cells)| (id, day, cells)))
        .filter_map(|(id, day, cells)| Some(((id, day), *cells.first()?)))
        .collect();
    for (campaign, days) in store::days(tx, scope, account_id, first, last).await? {
        for (day, stored) in days {
            match new.get(&(campaign, day)) {
                Some(cells) if *cells == stored => {
                    new.remove(&(campaign, day));
                }
                Some(_) => {}
                None if stored == BaseCells::default() => {}
                None => {
                    new.insert((campaign, day), BaseCells::default());
                }
            }
        }
    }
    let mut changed: Vec<(Uuid, i64, BaseCells)> = new
        .into_iter()
        .map(|((campaign, day), cells)| (campaign, day, cells))
        .collect();
    changed.sort_by_key(|(campaign, day, _)| (*campaign, *day));
    frame
        .cells
        .extend(changed.iter().map(|(campaign, day, cells)| Cell {
            object: *campaign,
            day: *day,
            hour: None,
            cells: *cells,
        }));
    Ok(changed)
}

/// Days of one grain that differ from what is stored; cells that the platform no longer reports become zero.
async fn compare_blocks(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    of: (Level, Grain),
    span: (i64, i64),
    new: Days,
    frame: &mut Frame,
) -> Result<BTreeMap<i64, Block>, StoreError> {
    let stored = store::blocks(tx, scope, account_id, of, span).await?;
    let mut changed = BTreeMap::new();
    for (day, buckets) in new {
        let block = Block { buckets };
        let before = stored.get(&day);
        if before == Some(&block) {
            continue;
        }
        let empty = Vec::new();
        let objects: BTreeSet<Uuid> = block
            .buckets
            .keys()
            .chain(before.iter().flat_map(|before| before.buckets.keys()))
            .copied()
            .collect();
        for object in objects {
            let now = block.buckets.get(&object).unwrap_or(&empty);
            let then = before
                .and_then(|before| before.buckets.get(&object))
                .unwrap_or(&empty);
            for bucket in 0..now.len().max(then.len()) {
                let cells = now.get(bucket).copied().unwrap_or_default();
                if cells != then.get(bucket).copied().unwrap_or_default() {
                    frame.cells.push(Cell {
                        object,
                        day,
                        hour: match of.1 {
                            Grain::Day => None,
                            Grain::Hour => u8::try_from(bucket).ok(),
                        },
                        cells,
                    });
                }
            }
        }
        changed.insert(day, block);
    }
    Ok(changed)
}

/// Levels below the campaigns that were last read longer ago than this are not loaded: no rule asks for them any more.
const LOADED_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Loads an account's columns as they stand: those of the campaigns, and of the levels below that rules ask for.
pub async fn load_table(
    tx: &mut Tx,
    account: &RegisteredAccount,
    at: Timestamp,
) -> Result<AccountTable, StoreError> {
    let mut table = load_level(tx, account, Level::Campaigns, at).await?;
    let since = at.saturating_sub(LOADED_WITHIN).unwrap_or(Timestamp::MIN);
    // The highest first: each is laid over the one it stands in.
    for level in store::levels_read(tx, account.scope, account.id, since).await? {
        table.put_below(load_level(tx, account, level, at).await?);
    }
    Ok(table)
}

async fn load_level(
    tx: &mut Tx,
    account: &RegisteredAccount,
    level: Level,
    at: Timestamp,
) -> Result<AccountTable, StoreError> {
    let (scope, account_id) = (account.scope, account.id);
    let last_sync = store::last_sync(tx, scope, account_id, level).await?;
    let today = calendar::day_at(at, &account.zone);
    let earliest = today.saturating_sub(COLUMN_DAYS);
    let coverage: Vec<(i64, i64, Timestamp)> = tx
        .fetch_all(
            store::COVERAGE,
            crate::store::params![scope.id(), account_id, level.key(), earliest],
        )
        .await?
        .into_iter()
        .map(|row| {
            Ok((
                row.i64("first_day")?,
                row.i64("last_day")?,
                row.time("data_until")?,
            ))
        })
        .collect::<Result<_, StoreError>>()?;
    let mut hours = BTreeMap::new();
    for (from, to) in HOURS_HELD {
        let span = (today.saturating_sub(from), today.saturating_sub(to));
        let blocks = store::blocks(tx, scope, account_id, (level, Grain::Hour), span).await?;
        hours.extend(blocks.into_iter().map(|(day, block)| (day, block.buckets)));
    }
    let objects = match level {
        Level::Campaigns => {
            let mut days = store::days(tx, scope, account_id, earliest, today).await?;
            campaign_parts(tx, account, today, &mut days).await?
        }
        below => {
            let mut days: HashMap<Uuid, Vec<(i64, BaseCells)>> = HashMap::new();
            let span = (earliest, today);
            for (day, block) in store::blocks(tx, scope, account_id, (level, Grain::Day), span).await? {
                for (id, cells) in block.buckets {
                    let cells = cells.first().copied().unwrap_or_default();
                    days.entry(id).or_default().push((day, cells));
                }
            }
            object_parts(tx, account, below, &mut days).await?
        }
    };
    Ok(AccountTable::build(TableParts {
        level,
        account_id,
        name: account.name.clone(),
        platform: account.platform,
        currency: account.currency,
        zone: account.zone.clone(),
        sync_seq: last_sync.map_or(0, |(seq, _)| seq),
        data_until: last_sync.map(|(_, until)| until),
        coverage,
        objects,
        hours,
    }))
}

/// The objects of a level below the campaigns as they stand, each with the days it is given.
pub(crate) async fn object_parts(
    tx: &mut Tx,
    account: &RegisteredAccount,
    level: Level,
    days: &mut HashMap<Uuid, Vec<(i64, BaseCells)>>,
) -> Result<Vec<ObjectParts>, StoreError> {
    let values = crate::store::params![account.scope.id(), account.id, level.key()];
    tx.fetch_all(store::OBJECTS, values)
        .await?
        .into_iter()
        .map(|row| {
            let (id, campaign_id) = (row.uuid("id")?, row.uuid("campaign_id")?);
            Ok(ObjectParts {
                id,
                campaign_id,
                stands_in: Some(row.opt_uuid("parent_id")?.unwrap_or(campaign_id)),
                external_id: row.text("external_id")?,
                name: row.text("name")?,
                status: row.word("status", SwitchStatus::parse)?,
                delivery: row.text("delivery")?,
                channel: String::new(),
                bid_strategy: String::new(),
                bid_micros: row.opt_i64("bid_micros")?,
                target_cpa_micros: None,
                target_roas_millionths: None,
                match_type: row.opt_text("match_type")?,
                labels: match row.opt_text("labels")? {
                    None => None,
                    Some(_) => Some(row.json("labels")?),
                },
                start_date: None,
                end_date: None,
                budget: None,
                last_change_at: row.opt_time("last_change_at")?,
                first_seen_at: row.time("first_seen_at")?,
                // In the order of the blocks, ascending.
                days: days.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

/// The account's campaigns as they stand, each with the days it is given.
pub(crate) async fn campaign_parts(
    tx: &mut Tx,
    account: &RegisteredAccount,
    today: i64,
    days: &mut HashMap<Uuid, Vec<(i64, BaseCells)>>,
) -> Result<Vec<ObjectParts>, StoreError> {
    let start = day_start_budgets(tx, account, today).await?;
    let mut campaigns = Vec::new();
    for row in tx
        .fetch_all(
            store::CAMPAIGNS,
            crate::store::params![account.scope.id(), account.id],
        )
        .await?
    {
        let id = row.uuid("id")?;
        let budget = match row.opt_text("budget_external_id")? {
            None => None,
            Some(external_id) => Some(BudgetFacts {
                at_day_start: start.get(&external_id).copied().ok_or(dsl::MissingReason::NoSync),
                name: row.text("budget_name")?,
                amount_micros: row.i64("amount_micros")?,
                campaigns: row.u32("budget_campaigns")?,
                external_id,
            }),
        };
        campaigns.push(ObjectParts {
            id,
            campaign_id: id,
            stands_in: None,
            bid_micros: None,
            target_cpa_micros: row.opt_i64("target_cpa_micros")?,
            target_roas_millionths: row.opt_i64("target_roas_millionths")?,
            match_type: None,
            external_id: row.text("external_id")?,
            name: row.text("name")?,
            status: row.word("status", SwitchStatus::parse)?,
            delivery: row.text("delivery")?,
            channel: row.text("channel")?,
            bid_strategy: row.text("bid_strategy")?,
            labels: Some(row.json("labels")?),
            start_date: row.opt_text("start_date")?.and_then(|text| text.parse().ok()),
            end_date: row.opt_text("end_date")?.and_then(|text| text.parse().ok()),
            budget,
            last_change_at: row.opt_time("last_change_at")?,
            first_seen_at: row.time("first_seen_at")?,
            days: days.remove(&id).unwrap_or_default(),
        });
    }
    Ok(campaigns)
}

/// The budgets of the account as last known before its midnight, by external id.
async fn day_start_budgets(
    tx: &mut Tx,
    account: &RegisteredAccount,
    today: i64,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let midnight = calendar::day_start(today, &account.zone);
    let values = campaigns::store::values_before(
        tx,
        account.scope,
        account.id,
        TargetKind::Budget,
        WriteField::Budget,
        midnight,
    )
    .await?;
    Ok(values
        .into_iter()
        .filter_map(|(external_id, value)| Some((external_id, value.cell()?)))
        .collect())
}

/// The days a sync asks for: the account's first sync reads its history, the first of each day re-reads the month (late
/// conversions), every other the last three days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncSpan {
    pub first: Date,
    pub first_hourly: Date,
    pub last: Date,
    pub backfilled: bool,
}

/// Days re-read once a day: conversions of Google's default window arrive within thirty days of the click.
pub const RESTATED_DAYS: i64 = 30;
/// Days re-read on every sync.
pub const RECENT_DAYS: i64 = 3;
/// Days of history read when an account is connected.
pub const BACKFILL_DAYS: i64 = 90;

impl SyncSpan {
    pub fn plan(
        level: Level,
        observed_at: Timestamp,
        zone: &TimeZone,
        last_synced: Option<Timestamp>,
    ) -> Self {
        let today = calendar::day_at(observed_at, zone);
        let (back, hourly_back) = match last_synced {
            None if level == Level::Campaigns => (BACKFILL_DAYS, HOURLY_DAYS),
            None => (BACKFILL_DAYS, HOURLY_DAYS_BELOW),
            Some(last) => {
                let last_day = calendar::day_at(last, zone);
                let gap = today.saturating_sub(last_day);
                let back = if gap > 0 {
                    RESTATED_DAYS.max(gap.saturating_add(RECENT_DAYS))
                } else {
                    RECENT_DAYS
                };
                (back.min(BACKFILL_DAYS), gap.saturating_add(1).min(HOURLY_DAYS))
            }
        };
        Self {
            first: calendar::date_of(today.saturating_sub(back)),
            first_hourly: calendar::date_of(today.saturating_sub(hourly_back)),
            last: calendar::date_of(today),
            backfilled: last_synced.is_none(),
        }
    }
}
