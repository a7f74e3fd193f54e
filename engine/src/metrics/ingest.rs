//! From a platform's rows to stored metrics: compare, keep only what changed, remember when it became known.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dsl::{Level, Metric};
use jiff::{SignedDuration, Timestamp, civil::Date};
use uuid::Uuid;

use super::{
    calendar,
    frame::{Block, Buckets, Cell, Frame, Values},
    further::{self, Further},
    rollup, store,
    table::{AccountTable, BudgetFacts, ObjectParts, TableParts},
};
use crate::{
    campaigns,
    connections::{
        RegisteredAccount,
        platform::{BaseCells, Grain, MetricsReport, MetricsRow, SwitchStatus, TargetKind, WriteField},
    },
    identity::OrgScope,
    store::{StoreError, Tx},
};

pub use super::span::{BACKFILL_DAYS, RECENT_DAYS, RESTATED_DAYS, SyncSpan};

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
    pub by_day: MetricsReport,
    pub by_hour: MetricsReport,
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
    let by_hour_is_by_day = answer.by_hour.rows.iter().any(|row| row.hour.is_none());
    let first_hourly = if by_hour_is_by_day {
        last.saturating_add(1)
    } else {
        calendar::day_number(answer.first_hourly)
    };
    let mut unknown_objects = 0_u64;

    let mut new_days = days(first, last, &answer.by_day);
    for row in &answer.by_day.rows {
        let Some(id) = ids.get(&row.external_id) else {
            unknown_objects = unknown_objects.saturating_add(1);
            continue;
        };
        if let Some(block) = new_days.get_mut(&calendar::day_number(row.date)) {
            take(block, *id, (0, 1), (row, &answer.by_day.further));
        }
    }
    let mut new_hours = days(first_hourly, last, &answer.by_hour);
    // Many objects share an hour.
    let mut places: BTreeMap<(i64, i8), Option<(usize, usize)>> = BTreeMap::new();
    for row in &answer.by_hour.rows {
        let day = calendar::day_number(row.date);
        let (Some(id), Some(hour)) = (ids.get(&row.external_id), row.hour) else {
            continue;
        };
        let place = places.entry((day, hour)).or_insert_with(|| {
            // A clock hour that the day skips cannot have traffic; a platform that reports some means the next hour.
            let bucket = calendar::bucket_of_clock_hour(day, hour, zone)
                .or_else(|| calendar::bucket_of_clock_hour(day, hour.saturating_add(1), zone))?;
            Some((bucket, calendar::hours_in_day(day, zone)))
        });
        if let (Some(place), Some(block)) = (*place, new_hours.get_mut(&day)) {
            take(block, *id, place, (row, &answer.by_hour.further));
        }
    }

    let mut told = Told::of(answer, first_hourly <= last);
    // Pages and roll-ups add up the base metrics of the campaigns' days: those have rows of their own.
    let changed_days = match level {
        Level::Campaigns => {
            let base = new_days.iter_mut();
            let base = base.map(|(day, block)| (*day, std::mem::take(&mut block.buckets)));
            let base = base.collect();
            compare_days(tx, scope, account_id, (first, last), base, &mut told.frame).await?
        }
        _ => Vec::new(),
    };
    let of = (level, Grain::Day);
    let day_blocks = compare_blocks(tx, scope, account_id, of, (first, last), new_days, &mut told).await?;
    let of = (level, Grain::Hour);
    let hours = (first_hourly, last);
    let hour_blocks = compare_blocks(tx, scope, account_id, of, hours, new_hours, &mut told).await?;

    let rows_read = answer.by_day.rows.len().saturating_add(answer.by_hour.rows.len());
    let rows_read = u64::try_from(rows_read).unwrap_or(u64::MAX);
    let cells_changed = u64::try_from(told.frame.count()).unwrap_or(u64::MAX);
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
    if cells_changed > 0 || told.other_metrics {
        let body = told.frame.pack()?;
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

/// By day, what was reported of it.
type Days = BTreeMap<i64, Block>;

/// Days on which nothing happened yet: each is covered, whether it has rows or not, and so is every metric of the report.
fn days(first: i64, last: i64, report: &MetricsReport) -> Days {
    let reported = || report.further.iter().map(|metric| (*metric, Buckets::new()));
    let block = || Block {
        buckets: Buckets::new(),
        further: reported().collect(),
    };
    (first..=last).map(|day| (day, block())).collect()
}

/// Adds a row to its bucket, one of so many of the day; `further` are the report's metrics beyond the base ones.
fn take(block: &mut Block, id: Uuid, place: (usize, usize), (row, further): (&MetricsRow, &[Metric])) {
    add(&mut block.buckets, id, place, |cells: BaseCells| {
        cells.plus(row.cells)
    });
    for (metric, value) in further.iter().zip(&row.further) {
        // What an object has nothing of takes no room.
        if *value != 0 {
            let own = block.further.entry(*metric).or_default();
            add(own, id, place, |sum: i64| sum.saturating_add(*value));
        }
    }
}

fn add<V: Values>(
    objects: &mut Buckets<V>,
    id: Uuid,
    (bucket, buckets): (usize, usize),
    more: impl FnOnce(V) -> V,
) {
    let own = objects.entry(id).or_insert_with(|| vec![V::default(); buckets]);
    if let Some(cells) = own.get_mut(bucket) {
        *cells = more(*cells);
    }
}

/// What an answer tells that was not known.
struct Told {
    frame: Frame,
    /// Of a day, other metrics were reported than before: worth a frame, even if no cell changed.
    other_metrics: bool,
}

impl Told {
    /// Nothing yet but which metrics there are.
    fn of(answer: &Answer, with_hours: bool) -> Self {
        let by_day = answer.by_day.further.iter().map(|metric| (Grain::Day, *metric));
        let by_hour = answer.by_hour.further.iter().filter(|_| with_hours);
        let lanes = by_day.chain(by_hour.map(|metric| (Grain::Hour, *metric)));
        Self {
            frame: Frame {
                cells: Vec::new(),
                further: lanes.map(|lane| (lane, Vec::new())).collect(),
            },
            other_metrics: false,
        }
    }
}

/// Day cells that differ from what is stored; a stored cell that the platform no longer reports becomes zero.
async fn compare_days(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    (first, last): (i64, i64),
    new: BTreeMap<i64, Buckets<BaseCells>>,
    frame: &mut Frame,
) -> Result<Vec<(Uuid, i64, BaseCells)>, StoreError> {
    let mut new: HashMap<(Uuid, i64), BaseCells> = new
        .into_iter()
        .flat_map(|(day, objects)| objects.into_iter().map(move |(id, cells)| (id, day, cells)))
        .filter_map(|(id, day, cells)| Some(((id, day), *cells.first()?)))
        // An object that had further metrics alone.
        .filter(|(_, cells)| *cells != BaseCells::default())
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
    told: &mut Told,
) -> Result<BTreeMap<i64, Block>, StoreError> {
    let stored = store::blocks(tx, scope, account_id, of, span).await?;
    let (level, grain) = of;
    let nothing = Block::default();
    let mut changed = BTreeMap::new();
    for (day, block) in new {
        let before = stored.get(&day);
        // A campaign's day has a block for its further metrics alone.
        let needs_none = level == Level::Campaigns && grain == Grain::Day && block == nothing;
        if before == Some(&block) || (needs_none && before.is_none()) {
            continue;
        }
        let before = before.unwrap_or(&nothing);
        told.other_metrics |= before.reported() != block.reported();
        let frame = &mut told.frame;
        compare(&block.buckets, &before.buckets, (day, grain), &mut frame.cells);
        for (metric, now) in &block.further {
            let then = before.further.get(metric);
            let cells = frame.further.entry((grain, *metric)).or_default();
            compare(now, then.unwrap_or(&Buckets::new()), (day, grain), cells);
        }
        changed.insert(day, block);
    }
    Ok(changed)
}

/// Tells the cells of a day that are not what they were.
fn compare<V: Values>(
    now: &Buckets<V>,
    then: &Buckets<V>,
    (day, grain): (i64, Grain),
    cells: &mut Vec<Cell<V>>,
) {
    let objects: BTreeSet<&Uuid> = now.keys().chain(then.keys()).collect();
    for object in objects {
        let of = |buckets: &Buckets<V>, bucket: usize| {
            let own = buckets.get(object).and_then(|own| own.get(bucket));
            own.copied().unwrap_or_default()
        };
        let count = |buckets: &Buckets<V>| buckets.get(object).map_or(0, Vec::len);
        for bucket in 0..count(now).max(count(then)) {
            let value = of(now, bucket);
            if value != of(then, bucket) {
                cells.push(Cell {
                    object: *object,
                    day,
                    hour: match grain {
                        Grain::Day => None,
                        Grain::Hour => u8::try_from(bucket).ok(),
                    },
                    cells: value,
                });
            }
        }
    }
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
        hours.extend(blocks);
    }
    // Of the campaigns, whose days are rows, what was reported beyond the base metrics.
    let span = (earliest, today);
    let day_blocks = store::blocks(tx, scope, account_id, (level, Grain::Day), span).await?;
    let mut further = Further::new();
    for (day, block) in &day_blocks {
        further::learn_day(&mut further, *day, &block.further);
    }
    let objects = match level {
        Level::Campaigns => {
            let mut days = store::days(tx, scope, account_id, earliest, today).await?;
            campaign_parts(tx, account, today, &mut days).await?
        }
        below => {
            let mut days: HashMap<Uuid, Vec<(i64, BaseCells)>> = HashMap::new();
            for (day, block) in day_blocks {
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
        further,
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
