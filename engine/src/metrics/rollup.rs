//! Sums that dashboards read: `account_day` (an account's day over its campaigns) and `campaign_recent` (a campaign's
//! today and last seven days).
//!
//! Written in the transaction of the sync that changed the days below them, so a restated day moves its sums with it.
//! INVARIANT: a row of `account_day` is the sum of the account's `metric_day` rows of that day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::{calendar, derived, store};
use crate::{
    Context,
    connections::{self, RegisteredAccount, platform::BaseCells},
    identity::OrgScope,
    store::{Queue, StoreError, Tx, params, statements},
};

statements! {
    KNOWN_DAYS = "select day from account_day where org_id = $1 and account_id = $2 and day between $3 and $4";
    ACCOUNT_DAYS = "select day, impressions, clicks, spend, conversions, revenue, budget_micros from account_day
        where org_id = $1 and account_id = $2 and day between $3 and $4";
    NEWEST_DAY = "select max(day) as day from account_day where org_id = $1 and account_id = $2";
    SUM_DAYS = {
        sqlite: "insert into account_day (org_id, account_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
            select $1, $2, wanted.value, coalesce(sum(m.impressions), 0), coalesce(sum(m.clicks), 0), coalesce(sum(m.spend), 0),
                coalesce(sum(m.conversions), 0), coalesce(sum(m.revenue), 0), $4
            from json_each($3) wanted
            left join metric_day m on m.org_id = $1 and m.account_id = $2 and m.day = wanted.value
            where true group by wanted.value
            on conflict (org_id, account_id, day) do update set impressions = excluded.impressions, clicks = excluded.clicks,
                spend = excluded.spend, conversions = excluded.conversions, revenue = excluded.revenue, sync_seq = excluded.sync_seq",
        postgres: "insert into account_day (org_id, account_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
            select cast($1 as uuid), cast($2 as uuid), wanted.day, cast(coalesce(sum(m.impressions), 0) as bigint),
                cast(coalesce(sum(m.clicks), 0) as bigint), cast(coalesce(sum(m.spend), 0) as bigint),
                cast(coalesce(sum(m.conversions), 0) as bigint), cast(coalesce(sum(m.revenue), 0) as bigint), cast($4 as bigint)
            from unnest(cast($3 as bigint[])) wanted (day)
            left join metric_day m on m.org_id = $1 and m.account_id = $2 and m.day = wanted.day
            group by wanted.day
            on conflict (org_id, account_id, day) do update set impressions = excluded.impressions, clicks = excluded.clicks,
                spend = excluded.spend, conversions = excluded.conversions, revenue = excluded.revenue, sync_seq = excluded.sync_seq",
    };
    /// A budget counts once, however many of its campaigns may spend from it; one whose campaigns are paused, not begun or
    /// over counts nothing. `$4` is the day as an ISO date.
    SET_BUDGETS = "update account_day set budget_micros = (
            select cast(coalesce(sum(b.amount_micros), 0) as bigint) from budget b
            where b.org_id = $1 and b.account_id = $2 and b.removed_at is null and b.period = 'daily'
              and exists (select 1 from campaign c where c.org_id = b.org_id and c.budget_id = b.id and c.status = 'active'
                and (c.start_date is null or c.start_date <= $4) and (c.end_date is null or c.end_date >= $4)))
        where org_id = $1 and account_id = $2 and day = $3";
    LIVE_CAMPAIGNS = "select id from campaign where org_id = $1 and account_id = $2 and status <> 'removed'";
    FORGET_RECENT = "delete from campaign_recent where org_id = $1 and account_id = $2";
    /// One JSON array per row: campaign, then the columns in the table's order.
    INSERT_RECENT = {
        sqlite: "insert into campaign_recent (org_id, account_id, day, campaign_id, today_impressions, today_clicks, today_spend,
                today_conversions, today_revenue, week_impressions, week_clicks, week_spend, week_conversions, week_revenue, week_cpa, week_roas)
            select $1, $2, $3, unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
                value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12
            from json_each($4)",
        postgres: "insert into campaign_recent (org_id, account_id, day, campaign_id, today_impressions, today_clicks, today_spend,
                today_conversions, today_revenue, week_impressions, week_clicks, week_spend, week_conversions, week_revenue, week_cpa, week_roas)
            select cast($1 as uuid), cast($2 as uuid), cast($3 as bigint), cast(value ->> 0 as uuid), cast(value ->> 1 as bigint),
                cast(value ->> 2 as bigint), cast(value ->> 3 as bigint), cast(value ->> 4 as bigint), cast(value ->> 5 as bigint),
                cast(value ->> 6 as bigint), cast(value ->> 7 as bigint), cast(value ->> 8 as bigint), cast(value ->> 9 as bigint),
                cast(value ->> 10 as bigint), cast(value ->> 11 as bigint), cast(value ->> 12 as bigint)
            from jsonb_array_elements(cast($4 as jsonb))",
    };
    /// What an older program synced and nobody summed.
    COVERED = "select min(first_day) as first_day, max(last_day) as last_day, max(seq) as seq, max(data_until) as data_until
        from sync where org_id = $1 and account_id = $2";
}

/// Days before today that "the last week" means: complete ones only.
const WEEK: i64 = 7;

/// What a sync touched.
pub struct Touched<'a> {
    pub seq: i64,
    /// Days it asked for, inclusive.
    pub first: i64,
    pub last: i64,
    /// Days of which at least one cell changed.
    pub changed: &'a BTreeSet<i64>,
    pub observed_at: Timestamp,
}

/// Brings the account's sums up to date with its days, in the transaction that changed them.
pub async fn refresh(
    tx: &mut Tx,
    account: &RegisteredAccount,
    touched: &Touched<'_>,
) -> Result<(), StoreError> {
    let (scope, account_id) = (account.scope, account.id);
    let known: BTreeSet<i64> = known_days(tx, scope, account_id, touched.first, touched.last).await?;
    let wanted: Vec<i64> = (touched.first..=touched.last)
        .filter(|day| touched.changed.contains(day) || !known.contains(day))
        .collect();
    sum_days(tx, scope, account_id, touched.seq, wanted).await?;
    let today = calendar::day_at(touched.observed_at, &account.zone);
    set_budgets(tx, scope, account_id, today).await?;
    refresh_recent(tx, scope, account_id, today).await
}

async fn known_days(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    first: i64,
    last: i64,
) -> Result<BTreeSet<i64>, StoreError> {
    tx.fetch_all(KNOWN_DAYS, params![scope.id(), account_id, first, last])
        .await?
        .iter()
        .map(|row| row.i64("day"))
        .collect()
}

async fn sum_days(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    seq: i64,
    days: Vec<i64>,
) -> Result<(), StoreError> {
    if days.is_empty() {
        return Ok(());
    }
    let expected = u64::try_from(days.len()).unwrap_or(u64::MAX);
    tx.execute_exactly(expected, SUM_DAYS, params![scope.id(), account_id, days, seq])
        .await
}

async fn set_budgets(tx: &mut Tx, scope: OrgScope, account_id: Uuid, day: i64) -> Result<(), StoreError> {
    let date = calendar::date_of(day).to_string();
    tx.execute(SET_BUDGETS, params![scope.id(), account_id, day, date])
        .await?;
    Ok(())
}

/// The budgets in force after a change of ours, without waiting for a sync.
pub async fn refresh_budgets(tx: &mut Tx, scope: OrgScope, account_id: Uuid) -> Result<(), StoreError> {
    let newest = tx.fetch_one(NEWEST_DAY, params![scope.id(), account_id]).await?;
    match newest.opt_i64("day")? {
        Some(day) => set_budgets(tx, scope, account_id, day).await,
        None => Ok(()),
    }
}

/// A campaign's sums as one day sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recent {
    pub today: Option<BaseCells>,
    pub week: Option<BaseCells>,
}

/// Sums a campaign's days for `today`; `known` are the days that syncs cover.
pub fn recent(days: &[(i64, BaseCells)], known: &BTreeSet<i64>, today: i64) -> Recent {
    let sum = |first: i64, last: i64| {
        days.iter()
            .filter(|(day, _)| (first..=last).contains(day))
            .fold(BaseCells::default(), |total, (_, cells)| total.plus(*cells))
    };
    let (first, last) = (today.saturating_sub(WEEK), today.saturating_sub(1));
    let whole_week = (first..=last).all(|day| known.contains(&day));
    Recent {
        today: known.contains(&today).then(|| sum(today, today)),
        week: whole_week.then(|| sum(first, last)),
    }
}

/// Writes every live campaign's sums as `today` and the day after see them.
async fn refresh_recent(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    today: i64,
) -> Result<(), StoreError> {
    let first = today.saturating_sub(WEEK);
    let known = known_days(tx, scope, account_id, first, today).await?;
    let days = store::days(tx, scope, account_id, first, today).await?;
    let campaigns = tx
        .fetch_all(LIVE_CAMPAIGNS, params![scope.id(), account_id])
        .await?
        .iter()
        .map(|row| row.uuid("id"))
        .collect::<Result<Vec<_>, _>>()?;
    tx.execute(FORGET_RECENT, params![scope.id(), account_id]).await?;
    for seen_from in [today, today.saturating_add(1)] {
        for chunk in campaigns.chunks(500) {
            let rows: Vec<serde_json::Value> = chunk
                .iter()
                .map(|id| {
                    let cells = days.get(id).map(Vec::as_slice).unwrap_or_default();
                    recent_row(*id, recent(cells, &known, seen_from))
                })
                .collect();
            let expected = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            let text = serde_json::Value::Array(rows).to_string();
            let values = params![scope.id(), account_id, seen_from, text];
            tx.execute_exactly(expected, INSERT_RECENT, values).await?;
        }
    }
    Ok(())
}

fn recent_row(campaign: Uuid, recent: Recent) -> serde_json::Value {
    let mut row = vec![serde_json::Value::from(campaign.simple().to_string())];
    for cells in [recent.today, recent.week] {
        match cells {
            Some(cells) => row.extend(
                super::frame::lanes(cells)
                    .into_iter()
                    .map(serde_json::Value::from),
            ),
            None => row.extend(std::iter::repeat_n(
                serde_json::Value::Null,
                super::frame::METRICS,
            )),
        }
    }
    row.push(recent.week.as_ref().and_then(derived::cost_per_conversion).into());
    row.push(recent.week.as_ref().and_then(derived::return_on_spend).into());
    serde_json::Value::Array(row)
}

/// Sums whatever was synced before there were sums. Once per account; afterwards it finds nothing to do.
pub async fn catch_up(context: &Context) -> Result<usize, StoreError> {
    let accounts = context
        .store
        .read(|tx| Box::pin(async move { connections::store::all_accounts(tx).await }))
        .await?;
    let mut summed = 0_usize;
    for account in accounts.readable {
        let done = context
            .store
            .write_in(Queue::Bulk, move |tx| {
                Box::pin(async move { catch_up_account(tx, &account).await })
            })
            .await?;
        summed = summed.saturating_add(usize::from(done));
    }
    Ok(summed)
}

async fn catch_up_account(tx: &mut Tx, account: &RegisteredAccount) -> Result<bool, StoreError> {
    let (scope, account_id) = (account.scope, account.id);
    let newest = tx.fetch_one(NEWEST_DAY, params![scope.id(), account_id]).await?;
    if newest.opt_i64("day")?.is_some() {
        return Ok(false);
    }
    let row = tx.fetch_one(COVERED, params![scope.id(), account_id]).await?;
    let (Some(first), Some(last), Some(seq), Some(observed_at)) = (
        row.opt_i64("first_day")?,
        row.opt_i64("last_day")?,
        row.opt_i64("seq")?,
        row.opt_time("data_until")?,
    ) else {
        return Ok(false);
    };
    let touched = Touched {
        seq,
        first,
        last,
        changed: &BTreeSet::new(),
        observed_at,
    };
    refresh(tx, account, &touched).await?;
    Ok(true)
}

/// The account's days that syncs cover, each with its sum and the budgets in force.
pub async fn account_days(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    first: i64,
    last: i64,
) -> Result<BTreeMap<i64, (BaseCells, Option<i64>)>, StoreError> {
    tx.fetch_all(ACCOUNT_DAYS, params![scope.id(), account_id, first, last])
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.i64("day")?,
                (store::cells_of(row)?, row.opt_i64("budget_micros")?),
            ))
        })
        .collect()
}
