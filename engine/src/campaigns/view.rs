//! Campaigns as pages show them: settings, today's numbers and the last seven complete days.

use std::collections::HashMap;

use dsl::MICROS_PER_UNIT;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use uuid::Uuid;

use crate::{
    Context,
    connections::{
        platform::{BaseCells, SwitchStatus},
        view::AccountRef,
    },
    identity::OrgScope,
    metrics::calendar::day_at,
    store::{Row, StoreError, params, statements},
};

statements! {
    CAMPAIGNS = "
        select c.id, c.name, c.external_id, c.status, c.delivery, c.channel, b.amount_micros, b.shared, b.campaigns as sharing,
          a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone,
          (select max(y.data_until) from sync y where y.org_id = a.org_id and y.account_id = a.id) as data_until,
          (select min(y.first_day) from sync y where y.org_id = a.org_id and y.account_id = a.id) as first_day
        from campaign c
        join ad_account a on a.org_id = c.org_id and a.id = c.account_id
        left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
        where c.org_id = $1 and c.status <> 'removed' and (c.name, c.id) > ($2, $3)
          and ($4 = '' or lower(c.name) like lower($4) escape '!' or c.external_id = $5)
          and ($6 = 0 or c.account_id = $7)
        order by c.name, c.id limit $8";
    /// Days of the campaigns on one page.
    DAYS = {
        sqlite: "select campaign_id, day, impressions, clicks, spend, conversions, revenue from metric_day
            where org_id = $1 and campaign_id in (select unhex(value) from json_each($2)) and day >= $3",
        postgres: "select campaign_id, day, impressions, clicks, spend, conversions, revenue from metric_day
            where org_id = $1 and campaign_id = any($2) and day >= $3",
    };
}

/// The campaign something is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRef {
    pub id: Uuid,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CampaignView {
    pub id: Uuid,
    pub name: String,
    pub external_id: String,
    pub account: AccountRef,
    pub status: SwitchStatus,
    pub delivery: String,
    pub channel: String,
    pub budget_micros: Option<i64>,
    pub budget_shared: bool,
    /// `None`: no sync has reached the account's today yet.
    pub today: Option<BaseCells>,
    /// The seven complete days before the account's today; `None` where no sync covers all of them.
    pub last_7_days: Option<BaseCells>,
    pub data_until: Option<Timestamp>,
}

/// Cost per conversion in micros of the currency, rounded to the nearest; `None` without conversions.
pub fn cost_per_conversion(cells: &BaseCells) -> Option<i64> {
    let conversions = i128::from(cells.conversions);
    let scaled = i128::from(cells.spend).checked_mul(i128::from(MICROS_PER_UNIT))?;
    let rounded = scaled
        .checked_add(conversions.checked_div(2)?)?
        .checked_div(conversions)?;
    i64::try_from(rounded).ok()
}

/// Revenue per unit spent, to four decimals, for display; `None` without spend.
pub fn return_on_spend(cells: &BaseCells) -> Option<f64> {
    let scaled = i128::from(cells.revenue)
        .checked_mul(10_000)?
        .checked_div(i128::from(cells.spend))?;
    Some(f64::from(i32::try_from(scaled).ok()?) / 10_000.0)
}

#[derive(Debug, Clone, Default)]
pub struct CampaignFilter {
    /// Part of the name, or the platform's own id.
    pub text: Option<String>,
    pub account: Option<Uuid>,
}

/// At most `limit` campaigns by name, after the one named by `after`.
pub async fn campaigns(
    context: &Context,
    scope: OrgScope,
    filter: CampaignFilter,
    after: Option<(String, Uuid)>,
    limit: i64,
) -> Result<Vec<CampaignView>, StoreError> {
    let (name, id) = after.unwrap_or_default();
    let now = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let text = filter.text.unwrap_or_default().trim().to_owned();
                let values = params![
                    scope.id(),
                    name,
                    id,
                    like_pattern(&text),
                    &text,
                    filter.account.is_some(),
                    filter.account.unwrap_or_default(),
                    limit,
                ];
                let rows = tx.fetch_all(CAMPAIGNS, values).await?;
                let placed = rows
                    .iter()
                    .map(|row| Placed::read(row, now))
                    .collect::<Result<Vec<_>, _>>()?;
                let ids: Vec<Uuid> = placed.iter().map(|placed| placed.view.id).collect();
                let since = placed.iter().map(|placed| placed.week_start).min().unwrap_or(0);
                let mut days: HashMap<Uuid, Vec<(i64, BaseCells)>> = HashMap::new();
                for row in tx.fetch_all(DAYS, params![scope.id(), ids, since]).await? {
                    let cells = BaseCells {
                        impressions: row.i64("impressions")?,
                        clicks: row.i64("clicks")?,
                        spend: row.i64("spend")?,
                        conversions: row.i64("conversions")?,
                        revenue: row.i64("revenue")?,
                    };
                    days.entry(row.uuid("campaign_id")?)
                        .or_default()
                        .push((row.i64("day")?, cells));
                }
                Ok(placed.into_iter().map(|placed| placed.with_days(&days)).collect())
            })
        })
        .await
}

/// A `like` pattern for "contains", or nothing for nothing. `!` escapes.
fn like_pattern(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A campaign and where its account's calendar stands.
struct Placed {
    view: CampaignView,
    /// Days since 1970 of the account's calendar.
    today: i64,
    week_start: i64,
    /// The day that the newest data belongs to, and the first day ever synced.
    covered: Option<(i64, i64)>,
}

impl Placed {
    fn read(row: &Row, now: Timestamp) -> Result<Self, StoreError> {
        let account = AccountRef::read(row)?;
        let zone = TimeZone::get(&account.time_zone)
            .map_err(|error| StoreError::inconsistent("time_zone", error.to_string()))?;
        let today = day_at(now, &zone);
        let data_until = row.opt_time("data_until")?;
        let covered = row
            .opt_i64("first_day")?
            .zip(data_until)
            // The end of the data belongs to the day before when it is exactly midnight.
            .map(|(first, until)| {
                let last_instant = until.checked_sub(1.microsecond()).unwrap_or(until);
                (first, day_at(last_instant, &zone))
            });
        let view = CampaignView {
            id: row.uuid("id")?,
            name: row.text("name")?,
            external_id: row.text("external_id")?,
            account,
            status: row.word("status", SwitchStatus::parse)?,
            delivery: row.text("delivery")?,
            channel: row.text("channel")?,
            budget_micros: row.opt_i64("amount_micros")?,
            budget_shared: row.opt_i64("shared")?.unwrap_or(0) != 0
                || row.opt_i64("sharing")?.unwrap_or(0) > 1,
            today: None,
            last_7_days: None,
            data_until,
        };
        Ok(Self {
            view,
            today,
            week_start: today.saturating_sub(7),
            covered,
        })
    }

    fn with_days(mut self, days: &HashMap<Uuid, Vec<(i64, BaseCells)>>) -> CampaignView {
        let none = Vec::new();
        let rows = days.get(&self.view.id).unwrap_or(&none);
        let sum = |wanted: std::ops::Range<i64>| {
            rows.iter()
                .filter(|(day, _)| wanted.contains(day))
                .fold(BaseCells::default(), |total, (_, cells)| add(total, cells))
        };
        if let Some((first, last)) = self.covered {
            let tomorrow = self.today.saturating_add(1);
            self.view.today = (last >= self.today).then(|| sum(self.today..tomorrow));
            let whole_week = first <= self.week_start && last >= self.today.saturating_sub(1);
            self.view.last_7_days = whole_week.then(|| sum(self.week_start..self.today));
        }
        self.view
    }
}

fn add(left: BaseCells, right: &BaseCells) -> BaseCells {
    BaseCells {
        impressions: left.impressions.saturating_add(right.impressions),
        clicks: left.clicks.saturating_add(right.clicks),
        spend: left.spend.saturating_add(right.spend),
        conversions: left.conversions.saturating_add(right.conversions),
        revenue: left.revenue.saturating_add(right.revenue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_text_is_taken_literally() {
        assert_eq!(like_pattern(""), "");
        assert_eq!(like_pattern("50% Off_!"), "%50!% Off!_!!%");
    }

    #[test]
    fn quotients_are_rounded_and_absent_over_zero() {
        let cells = BaseCells {
            spend: 100_000_000,
            conversions: 3_000_000,
            revenue: 512_345_678,
            ..BaseCells::default()
        };
        assert_eq!(cost_per_conversion(&cells), Some(33_333_333));
        assert_eq!(return_on_spend(&cells), Some(5.1234));
        assert_eq!(cost_per_conversion(&BaseCells::default()), None);
        assert_eq!(return_on_spend(&BaseCells::default()), None);
    }
}
