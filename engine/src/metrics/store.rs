//! SQL of syncs and metrics.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dsl::Level;
use jiff::Timestamp;
use uuid::Uuid;

use super::frame::{Block, lanes};
use crate::{
    connections::platform::{BaseCells, Grain},
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    NEXT_SEQ = "select coalesce(max(seq), 0) + 1 as seq from sync where org_id = $1 and account_id = $2";
    INSERT_SYNC = "insert into sync (org_id, account_id, seq, observed_at, finished_at, data_until, first_day, last_day, first_hourly_day,
            rows_read, cells_changed, backfilled, level)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    INSERT_FRAME = "insert into metric_frame (org_id, account_id, seq, level, observed_at, body) values ($1, $2, $3, $4, $5, $6)";
    FRAMES = "select seq, body from metric_frame where org_id = $1 and account_id = $2 and level = $3 and observed_at <= $4 order by seq";
    LAST_SYNC = "select seq, data_until from sync where org_id = $1 and account_id = $2 and level = $3 order by seq desc limit 1";
    /// The levels below the campaigns that were read since an instant.
    LEVELS_READ = "select distinct level from sync where org_id = $1 and account_id = $2 and level <> 'campaign' and observed_at >= $3";
    /// Coverage, one row per pair of ends that was ever asked for.
    COVERAGE = "select first_day, last_day, max(data_until) as data_until from sync
        where org_id = $1 and account_id = $2 and level = $3 and last_day >= $4 group by first_day, last_day";
    DAYS = "select campaign_id, day, impressions, clicks, spend, conversions, revenue from metric_day
        where org_id = $1 and account_id = $2 and day between $3 and $4 order by campaign_id, day";
    CAMPAIGN_DAYS = "select day, impressions, clicks, spend, conversions, revenue from metric_day
        where org_id = $1 and campaign_id = $2 and day between $3 and $4 order by day";
    /// One JSON array of [campaign, day, impressions, clicks, spend, conversions, revenue] per row.
    UPSERT_DAYS = {
        sqlite: "insert into metric_day (org_id, account_id, campaign_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
            select $1, $2, unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, $4
            from json_each($3) where true
            on conflict (org_id, campaign_id, day) do update set impressions = excluded.impressions, clicks = excluded.clicks,
                spend = excluded.spend, conversions = excluded.conversions, revenue = excluded.revenue, sync_seq = excluded.sync_seq",
        postgres: "insert into metric_day (org_id, account_id, campaign_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
            select cast($1 as uuid), cast($2 as uuid), cast(value ->> 0 as uuid), cast(value ->> 1 as bigint), cast(value ->> 2 as bigint),
                cast(value ->> 3 as bigint), cast(value ->> 4 as bigint), cast(value ->> 5 as bigint), cast(value ->> 6 as bigint), cast($4 as bigint)
            from jsonb_array_elements(cast($3 as jsonb))
            on conflict (org_id, campaign_id, day) do update set impressions = excluded.impressions, clicks = excluded.clicks,
                spend = excluded.spend, conversions = excluded.conversions, revenue = excluded.revenue, sync_seq = excluded.sync_seq",
    };
    BLOCKS = "select day, body from metric_block where org_id = $1 and account_id = $2 and level = $3 and grain = $4 and day between $5 and $6";
    UPSERT_BLOCK = "insert into metric_block (org_id, account_id, level, grain, day, sync_seq, body) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (org_id, account_id, level, grain, day) do update set sync_seq = excluded.sync_seq, body = excluded.body";
    /// Campaigns with their budgets, for the columns.
    CAMPAIGNS = "select c.id, c.external_id, c.name, c.status, c.delivery, c.channel, c.bid_strategy, c.target_cpa_micros, c.target_roas_millionths, c.labels, c.start_date, c.end_date,
            c.last_change_at, c.first_seen_at, b.external_id as budget_external_id, b.name as budget_name, b.amount_micros,
            b.campaigns as budget_campaigns
        from campaign c left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
        where c.org_id = $1 and c.account_id = $2 and c.status <> 'removed' order by c.id";
    CAMPAIGN_IDS = "select id, external_id from campaign where org_id = $1 and account_id = $2";
    /// What stands below the campaigns, for the columns of one level.
    OBJECTS = "select o.id, o.external_id, o.campaign_id, o.parent_id, o.name, o.status, o.delivery, o.bid_micros, o.match_type, o.labels,
            o.first_seen_at, o.last_change_at
        from ad_object o where o.org_id = $1 and o.account_id = $2 and o.level = $3 and o.status <> 'removed' order by o.id";
    OBJECT_IDS = "select id, external_id from ad_object where org_id = $1 and account_id = $2 and level = $3";
}

/// A row of `sync`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncRecord {
    pub observed_at: Timestamp,
    pub finished_at: Timestamp,
    pub data_until: Timestamp,
    pub first_day: i64,
    pub last_day: i64,
    pub first_hourly_day: i64,
    pub rows_read: u64,
    pub cells_changed: u64,
    pub backfilled: bool,
    pub level: Level,
}

/// The newest completed sync of a level: its number and how far its data reaches.
pub async fn last_sync(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    level: Level,
) -> Result<Option<(i64, Timestamp)>, StoreError> {
    tx.fetch_optional(LAST_SYNC, params![scope.id(), account_id, level.key()])
        .await?
        .map(|row| Ok((row.i64("seq")?, row.time("data_until")?)))
        .transpose()
}

/// The levels below the campaigns that were read since an instant, the highest first.
pub(super) async fn levels_read(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    since: Timestamp,
) -> Result<BTreeSet<Level>, StoreError> {
    tx.fetch_all(LEVELS_READ, params![scope.id(), account_id, since])
        .await?
        .iter()
        .map(|row| row.word("level", Level::of_key))
        .collect()
}

/// The objects of a level by the platform's name.
pub(super) async fn object_ids(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    level: Level,
) -> Result<HashMap<String, Uuid>, StoreError> {
    let rows = match level {
        Level::Campaigns => {
            tx.fetch_all(CAMPAIGN_IDS, params![scope.id(), account_id])
                .await?
        }
        below => {
            let values = params![scope.id(), account_id, below.key()];
            tx.fetch_all(OBJECT_IDS, values).await?
        }
    };
    rows.into_iter()
        .map(|row| Ok((row.text("external_id")?, row.uuid("id")?)))
        .collect()
}

/// The columns `impressions`, `clicks`, `spend`, `conversions` and `revenue`.
pub(crate) fn cells_of(row: &Row) -> Result<BaseCells, StoreError> {
    Ok(BaseCells {
        impressions: row.i64("impressions")?,
        clicks: row.i64("clicks")?,
        spend: row.i64("spend")?,
        conversions: row.i64("conversions")?,
        revenue: row.i64("revenue")?,
    })
}

/// Current day cells of an account, by campaign, ascending by day.
pub async fn days(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    first: i64,
    last: i64,
) -> Result<HashMap<Uuid, Vec<(i64, BaseCells)>>, StoreError> {
    let mut by_campaign: HashMap<Uuid, Vec<(i64, BaseCells)>> = HashMap::new();
    for row in tx
        .fetch_all(DAYS, params![scope.id(), account_id, first, last])
        .await?
    {
        by_campaign
            .entry(row.uuid("campaign_id")?)
            .or_default()
            .push((row.i64("day")?, cells_of(&row)?));
    }
    Ok(by_campaign)
}

/// Current day cells of one campaign, ascending by day; a day without traffic has no row.
pub async fn campaign_days(
    tx: &mut Tx,
    scope: OrgScope,
    campaign_id: Uuid,
    first: i64,
    last: i64,
) -> Result<Vec<(i64, BaseCells)>, StoreError> {
    tx.fetch_all(CAMPAIGN_DAYS, params![scope.id(), campaign_id, first, last])
        .await?
        .iter()
        .map(|row| Ok((row.i64("day")?, cells_of(row)?)))
        .collect()
}

/// The days of a level that syncs asked for, each with how far into it or beyond it the newest of them reached.
pub async fn days_read(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    level: Level,
    (first, last): (i64, i64),
) -> Result<BTreeMap<i64, Timestamp>, StoreError> {
    let mut days = BTreeMap::new();
    for row in tx
        .fetch_all(COVERAGE, params![scope.id(), account_id, level.key(), first])
        .await?
    {
        let until = row.time("data_until")?;
        for day in row.i64("first_day")?.max(first)..=row.i64("last_day")?.min(last) {
            let reached: &mut Timestamp = days.entry(day).or_insert(until);
            *reached = until.max(*reached);
        }
    }
    Ok(days)
}

pub async fn blocks(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    (level, grain): (Level, Grain),
    (first, last): (i64, i64),
) -> Result<BTreeMap<i64, Block>, StoreError> {
    let values = params![scope.id(), account_id, level.key(), grain.as_str(), first, last];
    tx.fetch_all(BLOCKS, values)
        .await?
        .into_iter()
        .map(|row| Ok((row.i64("day")?, Block::unpack(&row.bytes("body")?)?)))
        .collect()
}

pub(super) async fn upsert_days(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    seq: i64,
    rows: &[(Uuid, i64, BaseCells)],
) -> Result<(), StoreError> {
    // At most 500 rows a statement keeps the JSON text and the plan small.
    for chunk in rows.chunks(500) {
        let values: Vec<serde_json::Value> = chunk
            .iter()
            .map(|(campaign, day, cells)| {
                let mut row = vec![
                    serde_json::Value::from(campaign.simple().to_string()),
                    (*day).into(),
                ];
                row.extend(lanes(*cells).into_iter().map(serde_json::Value::from));
                serde_json::Value::Array(row)
            })
            .collect();
        let text = serde_json::Value::Array(values).to_string();
        let expected = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        tx.execute_exactly(expected, UPSERT_DAYS, params![scope.id(), account_id, text, seq])
            .await?;
    }
    Ok(())
}

pub(super) async fn next_seq(tx: &mut Tx, scope: OrgScope, account_id: Uuid) -> Result<i64, StoreError> {
    tx.fetch_one(NEXT_SEQ, params![scope.id(), account_id])
        .await?
        .i64("seq")
}

pub(super) async fn insert_sync(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    seq: i64,
    record: &SyncRecord,
) -> Result<(), StoreError> {
    let count = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    tx.execute_exactly(
        1,
        INSERT_SYNC,
        params![
            scope.id(),
            account_id,
            seq,
            record.observed_at,
            record.finished_at,
            record.data_until,
            record.first_day,
            record.last_day,
            record.first_hourly_day,
            count(record.rows_read),
            count(record.cells_changed),
            record.backfilled,
            record.level.key(),
        ],
    )
    .await
}

pub(super) async fn insert_frame(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    (seq, level): (i64, Level),
    observed_at: Timestamp,
    body: Vec<u8>,
) -> Result<(), StoreError> {
    let values = params![scope.id(), account_id, seq, level.key(), observed_at, body];
    tx.execute_exactly(1, INSERT_FRAME, values).await
}

pub(super) async fn upsert_block(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    (level, grain): (Level, Grain),
    (day, seq): (i64, i64),
    block: &Block,
) -> Result<(), StoreError> {
    let values = params![
        scope.id(),
        account_id,
        level.key(),
        grain.as_str(),
        day,
        seq,
        block.pack()?
    ];
    tx.execute_exactly(1, UPSERT_BLOCK, values).await
}

/// Every cell of a level as it was known at an instant: the frames observed until then, replayed.
pub async fn known_at(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    level: Level,
    at: Timestamp,
) -> Result<HashMap<(Uuid, i64, Option<u8>), BaseCells>, StoreError> {
    let mut known = HashMap::new();
    for row in tx
        .fetch_all(FRAMES, params![scope.id(), account_id, level.key(), at])
        .await?
    {
        for cell in super::frame::Frame::unpack(&row.bytes("body")?)?.cells {
            known.insert((cell.object, cell.day, cell.hour), cell.cells);
        }
    }
    Ok(known)
}
