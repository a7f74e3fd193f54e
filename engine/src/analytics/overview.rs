//! The overview: one read of the whole desk on one snapshot.

use std::collections::BTreeMap;

use dsl::{Currency, Platform};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use uuid::Uuid;

use super::health::{self, Ailment};
use crate::{
    Context,
    actions::view::{self as action_view, ActionSummary},
    campaigns::chart::DayRange,
    connections::{AccountState, platform::BaseCells},
    identity::OrgScope,
    metrics::{calendar, rollup},
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    ACCOUNTS = "
        select a.id, a.platform, a.currency, a.time_zone, a.state, a.connected_at, a.disconnected_at, a.brand_id, b.name as brand_name,
          (select y.data_until from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as data_until,
          (select min(d.day) from account_day d where d.org_id = a.org_id and d.account_id = a.id) as first_day,
          (select d.budget_micros from account_day d where d.org_id = a.org_id and d.account_id = a.id
            order by d.day desc limit 1) as budget_micros
        from ad_account a join brand b on b.org_id = a.org_id and b.id = a.brand_id
        where a.org_id = $1 order by b.name, a.platform, a.currency, a.id";
    WAITING = "
        select currency, count(*) as n, cast(coalesce(sum(per_day_micros), 0) as bigint) as per_day,
          count(per_day_micros) as with_per_day, min(created_at) as oldest, min(expires_at) as lapses_next
        from action where org_id = $1 and state = 'awaiting_approval' group by currency order by currency";
    APPLIED_SINCE = "
        select a.rule_id, r.name as rule_name, count(*) as n
        from action a left join rule r on r.org_id = a.org_id and r.id = a.rule_id
        where a.org_id = $1 and a.state = 'applied' and a.updated_at >= $2
        group by a.rule_id, r.name";
    LATEST_APPLIED = "select id from action where org_id = $1 and state = 'applied' order by updated_at desc, id desc limit $2";
}

/// How far back "lately" goes (business time).
const LATELY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Rules named by how much they did.
const BUSIEST: usize = 5;
/// Applied actions shown.
const LATEST: i64 = 8;

/// Sums in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    pub currency: Currency,
    pub cells: BaseCells,
}

/// One day over the accounts of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySum {
    pub day: i64,
    pub spend: i64,
    pub revenue: i64,
    /// Every account that was connected by then is in the sum.
    pub known: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencySeries {
    pub currency: Currency,
    pub days: Vec<DaySum>,
    pub compare_days: Option<Vec<DaySum>>,
}

/// Today so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Today {
    pub spend_micros: i64,
    /// Daily budgets in force, a shared one once; `None` before anybody looked.
    pub budget_micros: Option<i64>,
    /// How much of the accounts' own day is over, 0 to 1; over several zones weighed by budget.
    pub share_of_day: f64,
}

/// A brand's accounts on one platform in one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewRow {
    pub brand_id: Uuid,
    pub brand_name: String,
    pub platform: Platform,
    pub currency: Currency,
    /// In service.
    pub accounts: usize,
    pub today: Today,
    pub range: BaseCells,
    pub compare: Option<BaseCells>,
    /// Accounts whose numbers are older than promised.
    pub late_accounts: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    pub count: i64,
    /// Per currency, where at least one says what a day would cost.
    pub per_day: Vec<(Currency, i64)>,
    pub oldest: Option<Timestamp>,
    pub lapses_next: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Acted {
    /// Since midnight of each account's own day.
    pub today: i64,
    pub last_7_days: i64,
    /// The busiest first.
    pub by_rule: Vec<(Uuid, String, i64)>,
    pub latest: Vec<ActionSummary>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    pub at: Timestamp,
    pub range: DayRange,
    /// Up to when every working account's numbers reach.
    pub data_until: Option<Timestamp>,
    pub totals: Vec<Total>,
    pub compare_totals: Option<Vec<Total>>,
    pub series: Vec<CurrencySeries>,
    pub rows: Vec<OverviewRow>,
    pub waiting: Waiting,
    pub acted: Acted,
    pub ailments: Vec<Ailment>,
}

/// One account with its days of the range and of the range before.
struct AccountSums {
    platform: Platform,
    currency: Currency,
    brand_id: Uuid,
    brand_name: String,
    data_until: Option<Timestamp>,
    first_day: Option<i64>,
    budget_micros: Option<i64>,
    is_late: bool,
    is_working: bool,
    share_of_day: f64,
    today: i64,
    days: BTreeMap<i64, BaseCells>,
}

impl AccountSums {
    fn read(row: &Row, now: Timestamp) -> Result<Self, StoreError> {
        let name = row.text("time_zone")?;
        let zone = TimeZone::get(&name)
            .map_err(|error| StoreError::inconsistent("time_zone", format!("`{name}`: {error}")))?;
        let state = row.word("state", AccountState::parse)?;
        let data_until = row.opt_time("data_until")?;
        let is_working = state != AccountState::Cancelled && row.opt_i64("disconnected_at")?.is_none();
        Ok(Self {
            platform: row.word("platform", |text| text.parse().ok())?,
            currency: row.word("currency", |text| text.parse().ok())?,
            brand_id: row.uuid("brand_id")?,
            brand_name: row.text("brand_name")?,
            is_late: is_working && health::is_late(data_until, row.time("connected_at")?, now),
            is_working,
            data_until,
            first_day: row.opt_i64("first_day")?,
            budget_micros: row.opt_i64("budget_micros")?.filter(|_| is_working),
            share_of_day: share_of_day(now, &zone),
            today: calendar::day_at(now, &zone),
            days: BTreeMap::new(),
        })
    }

    fn sum(&self, range: DayRange) -> BaseCells {
        self.days
            .range(range.first..=range.last)
            .fold(BaseCells::default(), |total, (_, cells)| total.plus(*cells))
    }
}

/// How much of the local day is over; days of 23 and 25 hours have their own pace.
fn share_of_day(now: Timestamp, zone: &TimeZone) -> f64 {
    let today = calendar::day_at(now, zone);
    let (begins, ends) = (calendar::day_start(today, zone), calendar::day_end(today, zone));
    let whole = ends.duration_since(begins).as_secs_f64();
    (now.duration_since(begins).as_secs_f64() / whole).clamp(0.0, 1.0)
}

/// The newest day any account lives in: what a range ends with that nobody named.
pub async fn newest_today(context: &Context, scope: OrgScope) -> Result<i64, StoreError> {
    let now = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx.fetch_all(ACCOUNTS, params![scope.id()]).await?;
                let mut newest = None;
                for row in &rows {
                    newest = newest.max(Some(AccountSums::read(row, now)?.today));
                }
                Ok(newest.unwrap_or_else(|| calendar::day_at(now, &TimeZone::UTC)))
            })
        })
        .await
}

/// The whole desk: today, `range`, and the range before it where `compare` asks for that.
pub async fn overview(
    context: &Context,
    scope: OrgScope,
    range: DayRange,
    compare: bool,
) -> Result<Overview, StoreError> {
    let now = context.business.now();
    context
        .store
        .read(move |tx| Box::pin(async move { read(tx, scope, now, range, compare).await }))
        .await
}

async fn read(
    tx: &mut Tx,
    scope: OrgScope,
    now: Timestamp,
    range: DayRange,
    compare: bool,
) -> Result<Overview, StoreError> {
    let before = compare.then(|| range.previous());
    let mut accounts = Vec::new();
    for row in tx.fetch_all(ACCOUNTS, params![scope.id()]).await? {
        let mut account = AccountSums::read(&row, now)?;
        let first = before
            .map_or(range.first, |before| before.first)
            .min(account.today);
        let last = range.last.max(account.today);
        account.days = rollup::account_days(tx, scope, row.uuid("id")?, first, last)
            .await?
            .into_iter()
            .map(|(day, (cells, _))| (day, cells))
            .collect();
        accounts.push(account);
    }
    let data_until = accounts
        .iter()
        .filter(|account| account.is_working)
        .map(|account| account.data_until)
        .min()
        .flatten();
    Ok(Overview {
        at: now,
        range,
        data_until,
        totals: totals(&accounts, range),
        compare_totals: before.map(|before| totals(&accounts, before)),
        series: series(&accounts, range, before),
        rows: rows(&accounts, range, before),
        waiting: waiting(tx, scope).await?,
        acted: acted(tx, scope, now).await?,
        ailments: health::ailments(tx, scope, now).await?,
    })
}

fn by_currency(accounts: &[AccountSums]) -> BTreeMap<&'static str, Vec<&AccountSums>> {
    let mut groups: BTreeMap<&'static str, Vec<&AccountSums>> = BTreeMap::new();
    for account in accounts {
        groups.entry(account.currency.as_str()).or_default().push(account);
    }
    groups
}

fn totals(accounts: &[AccountSums], range: DayRange) -> Vec<Total> {
    by_currency(accounts)
        .into_values()
        .filter_map(|group| {
            let cells = group.iter().fold(BaseCells::default(), |total, account| {
                total.plus(account.sum(range))
            });
            group.first().map(|first| Total {
                currency: first.currency,
                cells,
            })
        })
        .collect()
}

fn series(accounts: &[AccountSums], range: DayRange, before: Option<DayRange>) -> Vec<CurrencySeries> {
    by_currency(accounts)
        .into_values()
        .filter_map(|group| {
            group.first().map(|first| CurrencySeries {
                currency: first.currency,
                days: day_sums(&group, range),
                compare_days: before.map(|before| day_sums(&group, before)),
            })
        })
        .collect()
}

fn day_sums(group: &[&AccountSums], range: DayRange) -> Vec<DaySum> {
    (range.first..=range.last)
        .map(|day| {
            let mut sum = DaySum {
                day,
                spend: 0,
                revenue: 0,
                known: false,
            };
            let (mut expected, mut present) = (0_usize, 0_usize);
            for account in group {
                let was_connected = account.first_day.is_some_and(|first| first <= day);
                expected = expected.saturating_add(usize::from(account.is_working && was_connected));
                if let Some(cells) = account.days.get(&day) {
                    sum.spend = sum.spend.saturating_add(cells.spend);
                    sum.revenue = sum.revenue.saturating_add(cells.revenue);
                    present = present.saturating_add(usize::from(account.is_working));
                }
            }
            sum.known = present > 0 && present >= expected;
            sum
        })
        .collect()
}

fn rows(accounts: &[AccountSums], range: DayRange, before: Option<DayRange>) -> Vec<OverviewRow> {
    let mut rows: Vec<OverviewRow> = Vec::new();
    // Accounts come ordered by brand, platform and currency.
    for group in accounts.chunk_by(|left, right| {
        (left.brand_id, left.platform, left.currency) == (right.brand_id, right.platform, right.currency)
    }) {
        let Some(first) = group.first() else {
            continue;
        };
        let sum = |range: DayRange| {
            group.iter().fold(BaseCells::default(), |total, account| {
                total.plus(account.sum(range))
            })
        };
        let working = group.iter().filter(|account| account.is_working).count();
        let measured = |cells: BaseCells| cells != BaseCells::default();
        // What is out of service stays on the page for as long as it has numbers in what is looked at.
        if working == 0 && !measured(sum(range)) && !before.is_some_and(|before| measured(sum(before))) {
            continue;
        }
        rows.push(OverviewRow {
            brand_id: first.brand_id,
            brand_name: first.brand_name.clone(),
            platform: first.platform,
            currency: first.currency,
            accounts: working,
            today: today(group),
            range: sum(range),
            compare: before.map(sum),
            late_accounts: group.iter().filter(|account| account.is_late).count(),
        });
    }
    rows
}

fn today(group: &[AccountSums]) -> Today {
    let spend_micros = group
        .iter()
        .filter_map(|account| account.days.get(&account.today))
        .fold(0_i64, |sum, cells| sum.saturating_add(cells.spend));
    let budget_micros = group
        .iter()
        .filter_map(|account| account.budget_micros)
        .reduce(i64::saturating_add);
    #[expect(clippy::cast_precision_loss, reason = "a weight for a share shown in percent")]
    let weight = |account: &AccountSums| account.budget_micros.unwrap_or(0).max(0) as f64;
    let (mut weighed, mut weights, mut plain) = (0.0, 0.0, 0.0);
    for account in group {
        weighed += account.share_of_day * weight(account);
        weights += weight(account);
        plain += account.share_of_day;
    }
    #[expect(clippy::cast_precision_loss, reason = "few accounts")]
    let count = group.len().max(1) as f64;
    Today {
        spend_micros,
        budget_micros,
        share_of_day: if weights > 0.0 {
            weighed / weights
        } else {
            plain / count
        },
    }
}

async fn waiting(tx: &mut Tx, scope: OrgScope) -> Result<Waiting, StoreError> {
    let mut waiting = Waiting::default();
    for row in tx.fetch_all(WAITING, params![scope.id()]).await? {
        let currency = row.word("currency", |text| text.parse().ok())?;
        waiting.count = waiting.count.saturating_add(row.i64("n")?);
        if row.i64("with_per_day")? > 0 {
            waiting.per_day.push((currency, row.i64("per_day")?));
        }
        let earlier = |known: Option<Timestamp>, other: Option<Timestamp>| match (known, other) {
            (Some(known), Some(other)) => Some(known.min(other)),
            (known, other) => known.or(other),
        };
        waiting.oldest = earlier(waiting.oldest, row.opt_time("oldest")?);
        waiting.lapses_next = earlier(waiting.lapses_next, row.opt_time("lapses_next")?);
    }
    Ok(waiting)
}

async fn acted(tx: &mut Tx, scope: OrgScope, now: Timestamp) -> Result<Acted, StoreError> {
    let since = now.saturating_sub(LATELY).unwrap_or(Timestamp::MIN);
    let mut acted = Acted::default();
    let mut by_rule: BTreeMap<Uuid, (String, i64)> = BTreeMap::new();
    for row in tx.fetch_all(APPLIED_SINCE, params![scope.id(), since]).await? {
        let n = row.i64("n")?;
        acted.last_7_days = acted.last_7_days.saturating_add(n);
        if let Some((rule, name)) = row.opt_uuid("rule_id")?.zip(row.opt_text("rule_name")?) {
            let entry = by_rule.entry(rule).or_insert((name, 0));
            entry.1 = entry.1.saturating_add(n);
        }
    }
    acted.today = action_view::applied_today(tx, scope, now).await?;
    acted.by_rule = by_rule
        .into_iter()
        .map(|(rule, (name, n))| (rule, name, n))
        .collect();
    acted
        .by_rule
        .sort_by(|left, right| right.2.cmp(&left.2).then_with(|| left.1.cmp(&right.1)));
    acted.by_rule.truncate(BUSIEST);
    for row in tx.fetch_all(LATEST_APPLIED, params![scope.id(), LATEST]).await? {
        if let Some(summary) = action_view::summary(tx, scope, row.uuid("id")?).await? {
            acted.latest.push(summary);
        }
    }
    Ok(acted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_day_has_its_own_pace() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let share = |text: &str| share_of_day(text.parse().unwrap(), &zone);
        assert!((share("2026-03-03T17:00:00Z") - 0.5).abs() < 1e-9);
        // 1 November 2026 has 25 hours: noon by the clock is past the middle.
        assert!((share("2026-11-01T17:00:00Z") - 13.0 / 25.0).abs() < 1e-9);
        assert!(share("2026-03-03T05:00:00Z").abs() < 1e-9);
    }
}
