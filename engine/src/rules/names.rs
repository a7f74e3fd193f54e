//! What a rule's text can name — campaigns, accounts, labels — and how these stand today: for the editor, while somebody writes.
//!
//! Called by the language server's route. Lists are cut off at what a person reads; never here: what a rule makes of it.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{Currency, Metric, Platform};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use uuid::Uuid;

use crate::{
    Context,
    connections::platform::BaseCells,
    identity::OrgScope,
    metrics::calendar::day_at,
    store::{StoreError, params, statements},
};

statements! {
    NAMED_ACCOUNTS = "
        select a.id, a.name, a.platform, a.currency, a.time_zone, b.name as brand_name,
          (select y.data_until from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as data_until
        from ad_account a join brand b on b.org_id = a.org_id and b.id = a.brand_id
        where a.org_id = $1 order by a.name, a.id limit $2";
    /// `$3` is a `like` pattern in small letters, or nothing; `!` escapes.
    NAMED_CAMPAIGNS = {
        sqlite: "select c.name, c.account_id from campaign c
            where c.org_id = $1 and c.account_id in (select unhex(value) from json_each($2)) and c.status <> 'removed'
              and ($3 = '' or lower(c.name) like $3 escape '!')
            order by c.name, c.id limit $4",
        postgres: "select c.name, c.account_id from campaign c
            where c.org_id = $1 and c.account_id = any($2) and c.status <> 'removed' and ($3 = '' or lower(c.name) like $3 escape '!')
            order by c.name, c.id limit $4",
    };
    CAMPAIGNS_CALLED = {
        sqlite: "select c.id, c.name, c.account_id, c.status, c.delivery, b.amount_micros from campaign c
            left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
            where c.org_id = $1 and c.account_id in (select unhex(value) from json_each($2)) and c.name = $3 and c.status <> 'removed'
            order by c.id limit $4",
        postgres: "select c.id, c.name, c.account_id, c.status, c.delivery, b.amount_micros from campaign c
            left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
            where c.org_id = $1 and c.account_id = any($2) and c.name = $3 and c.status <> 'removed' order by c.id limit $4",
    };
    LABEL_SETS = "select labels from campaign where org_id = $1 and status <> 'removed' and labels <> '[]'
        union select labels from ad_object where org_id = $1 and status <> 'removed' and labels <> '[]' limit $2";
    CAMPAIGN_DAY = "select impressions, clicks, spend, conversions, revenue from metric_day
        where org_id = $1 and campaign_id = $2 and day = $3";
    /// The newest days of accounts, summed; which of them is an account's today is its calendar's to say.
    ACCOUNT_DAYS = {
        sqlite: "select account_id, day, cast(sum(impressions) as bigint) as impressions, cast(sum(clicks) as bigint) as clicks,
              cast(sum(spend) as bigint) as spend, cast(sum(conversions) as bigint) as conversions,
              cast(sum(revenue) as bigint) as revenue
            from metric_day where org_id = $1 and account_id in (select unhex(value) from json_each($2)) and day >= $3
            group by account_id, day",
        postgres: "select account_id, day, cast(sum(impressions) as bigint) as impressions, cast(sum(clicks) as bigint) as clicks,
              cast(sum(spend) as bigint) as spend, cast(sum(conversions) as bigint) as conversions,
              cast(sum(revenue) as bigint) as revenue
            from metric_day where org_id = $1 and account_id = any($2) and day >= $3 group by account_id, day",
    };
    /// Budgets per day that something active spends from.
    ACCOUNT_BUDGETS = {
        sqlite: "select b.account_id, cast(sum(b.amount_micros) as bigint) as amount from budget b
            where b.org_id = $1 and b.account_id in (select unhex(value) from json_each($2)) and b.removed_at is null
              and b.period = 'daily'
              and exists (select 1 from campaign c where c.org_id = b.org_id and c.budget_id = b.id and c.status = 'active')
            group by b.account_id",
        postgres: "select b.account_id, cast(sum(b.amount_micros) as bigint) as amount from budget b
            where b.org_id = $1 and b.account_id = any($2) and b.removed_at is null and b.period = 'daily'
              and exists (select 1 from campaign c where c.org_id = b.org_id and c.budget_id = b.id and c.status = 'active')
            group by b.account_id",
    };
}

/// Accounts considered at all.
const MOST_ACCOUNTS: i64 = 1_000;
/// Campaigns of the same name that are told apart.
const MOST_CALLED: i64 = 5;
/// Different sets of labels looked through.
const MOST_LABEL_SETS: i64 = 2_000;
/// Labels given back.
const MOST_LABELS: usize = 200;

/// An account that a rule can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAccount {
    pub id: Uuid,
    pub name: String,
    pub platform: Platform,
    pub currency: Currency,
    pub brand: String,
    /// Today's number in its calendar, where its data reaches today.
    today: Option<i64>,
}

/// A campaign that a rule can name, and its account's place in the list it was asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCampaign {
    pub name: String,
    pub account: Uuid,
}

/// A campaign and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignToday {
    pub name: String,
    pub account: Uuid,
    pub status: String,
    pub delivery: String,
    pub budget_micros: Option<i64>,
    /// `None`: no sync has reached the account's today yet.
    pub today: Option<BaseCells>,
}

/// Sums over the accounts of one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyToday {
    pub currency: Currency,
    pub accounts: u32,
    pub cells: BaseCells,
}

/// The organisation's accounts by name.
pub async fn accounts(context: &Context, scope: OrgScope) -> Result<Vec<NamedAccount>, StoreError> {
    let now = context.business.now();
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                tx.fetch_all(NAMED_ACCOUNTS, params![scope.id(), MOST_ACCOUNTS])
                    .await
            })
        })
        .await?;
    rows.iter()
        .map(|row| {
            let zone = TimeZone::get(&row.text("time_zone")?)
                .map_err(|error| StoreError::inconsistent("time_zone", error.to_string()))?;
            let today = day_at(now, &zone);
            Ok(NamedAccount {
                id: row.uuid("id")?,
                name: row.text("name")?,
                platform: row.word("platform", |text| text.parse().ok())?,
                currency: row.word("currency", |text| text.parse().ok())?,
                brand: row.text("brand_name")?,
                today: row
                    .opt_time("data_until")?
                    .is_some_and(|until| last_day(until, &zone) >= today)
                    .then_some(today),
            })
        })
        .collect()
}

/// The day that the newest data belongs to: at midnight exactly, the day before.
fn last_day(until: Timestamp, zone: &TimeZone) -> i64 {
    day_at(until.checked_sub(1.microsecond()).unwrap_or(until), zone)
}

/// Campaigns of these accounts whose names contain `part`, ignoring case, at most `limit`, by name.
pub async fn campaigns(
    context: &Context,
    scope: OrgScope,
    accounts: Vec<Uuid>,
    part: &str,
    limit: i64,
) -> Result<Vec<NamedCampaign>, StoreError> {
    let pattern = contains(part);
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                tx.fetch_all(NAMED_CAMPAIGNS, params![scope.id(), accounts, pattern, limit])
                    .await
            })
        })
        .await?;
    rows.iter()
        .map(|row| {
            Ok(NamedCampaign {
                name: row.text("name")?,
                account: row.uuid("account_id")?,
            })
        })
        .collect()
}

/// The campaigns of exactly this name in these accounts, a few at most, with today's numbers.
pub async fn campaigns_called(
    context: &Context,
    scope: OrgScope,
    accounts: &[NamedAccount],
    name: &str,
) -> Result<Vec<CampaignToday>, StoreError> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.id).collect();
    let days: BTreeMap<Uuid, i64> = accounts
        .iter()
        .filter_map(|account| Some((account.id, account.today?)))
        .collect();
    let name = name.to_owned();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx
                    .fetch_all(CAMPAIGNS_CALLED, params![scope.id(), ids, name, MOST_CALLED])
                    .await?;
                let mut found = Vec::new();
                for row in rows {
                    let account = row.uuid("account_id")?;
                    let today = match days.get(&account) {
                        Some(day) => {
                            let values = params![scope.id(), row.uuid("id")?, *day];
                            let cells = tx.fetch_optional(CAMPAIGN_DAY, values).await?;
                            // A covered day without a row is a day without traffic.
                            Some(cells.map_or(Ok(BaseCells::default()), |row| cells_of(&row))?)
                        }
                        None => None,
                    };
                    found.push(CampaignToday {
                        name: row.text("name")?,
                        account,
                        status: row.text("status")?,
                        delivery: row.text("delivery")?,
                        budget_micros: row.opt_i64("amount_micros")?,
                        today,
                    });
                }
                Ok(found)
            })
        })
        .await
}

/// Every label of the organisation's campaigns and of what was read below them, in order, a few hundred at most.
pub async fn labels(context: &Context, scope: OrgScope) -> Result<Vec<String>, StoreError> {
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                tx.fetch_all(LABEL_SETS, params![scope.id(), MOST_LABEL_SETS])
                    .await
            })
        })
        .await?;
    let mut labels = BTreeSet::new();
    for row in &rows {
        let set: Vec<String> = serde_json::from_str(&row.text("labels")?)
            .map_err(|error| StoreError::inconsistent("labels", error.to_string()))?;
        labels.extend(set);
    }
    Ok(labels.into_iter().take(MOST_LABELS).collect())
}

/// Today's sums over these accounts, one row for each currency; accounts whose data does not reach today are left out.
pub async fn today(
    context: &Context,
    scope: OrgScope,
    accounts: &[NamedAccount],
) -> Result<Vec<CurrencyToday>, StoreError> {
    let current: BTreeMap<Uuid, (i64, Currency)> = accounts
        .iter()
        .filter_map(|account| Some((account.id, (account.today?, account.currency))))
        .collect();
    let Some(first) = current.values().map(|(day, _)| *day).min() else {
        return Ok(Vec::new());
    };
    let ids: Vec<Uuid> = current.keys().copied().collect();
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move { tx.fetch_all(ACCOUNT_DAYS, params![scope.id(), ids, first]).await })
        })
        .await?;
    let mut sums: BTreeMap<Currency, CurrencyToday> = BTreeMap::new();
    for (_, currency) in current.values() {
        let entry = sums.entry(*currency).or_insert(CurrencyToday {
            currency: *currency,
            accounts: 0,
            cells: BaseCells::default(),
        });
        entry.accounts = entry.accounts.saturating_add(1);
    }
    for row in &rows {
        let Some((day, currency)) = current.get(&row.uuid("account_id")?) else {
            continue;
        };
        if row.i64("day")? == *day
            && let Some(entry) = sums.get_mut(currency)
        {
            let cells = cells_of(row)?;
            entry.cells = entry.cells.plus(cells);
        }
    }
    Ok(sums.into_values().collect())
}

/// The budgets per day that active campaigns of these accounts spend from, one sum for each currency.
pub async fn budgets(
    context: &Context,
    scope: OrgScope,
    accounts: &[NamedAccount],
) -> Result<Vec<(Currency, u32, i64)>, StoreError> {
    let currencies: BTreeMap<Uuid, Currency> = accounts
        .iter()
        .map(|account| (account.id, account.currency))
        .collect();
    let ids: Vec<Uuid> = currencies.keys().copied().collect();
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move { tx.fetch_all(ACCOUNT_BUDGETS, params![scope.id(), ids]).await })
        })
        .await?;
    let mut sums: BTreeMap<Currency, (u32, i64)> = BTreeMap::new();
    for row in &rows {
        if let Some(currency) = currencies.get(&row.uuid("account_id")?) {
            let (accounts, sum) = sums.entry(*currency).or_default();
            *accounts = accounts.saturating_add(1);
            *sum = sum.saturating_add(row.i64("amount")?);
        }
    }
    Ok(sums
        .into_iter()
        .map(|(currency, (accounts, sum))| (currency, accounts, sum))
        .collect())
}

/// One cell, by metric; `None` for those that are not kept.
#[must_use]
pub fn cell(cells: &BaseCells, metric: Metric) -> Option<i64> {
    Some(match metric {
        Metric::Impressions => cells.impressions,
        Metric::Clicks => cells.clicks,
        Metric::Spend => cells.spend,
        Metric::Conversions => cells.conversions,
        Metric::Revenue => cells.revenue,
        _ => return None,
    })
}

fn cells_of(row: &crate::store::Row) -> Result<BaseCells, StoreError> {
    Ok(BaseCells {
        impressions: row.i64("impressions")?,
        clicks: row.i64("clicks")?,
        spend: row.i64("spend")?,
        conversions: row.i64("conversions")?,
        revenue: row.i64("revenue")?,
    })
}

/// A `like` pattern for "contains", in small letters, or nothing for nothing. `!` escapes.
fn contains(part: &str) -> String {
    if part.is_empty() {
        return String::new();
    }
    let mut pattern = String::from("%");
    for letter in part.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
