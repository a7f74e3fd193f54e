//! The list of campaigns: filters, every sort, pages that neither lose nor repeat a row.
//!
//! Numbers come from `campaign_recent`, which the account's sync wrote: what is shown and what is sorted by are one.

use std::collections::HashMap;

use dsl::Platform;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::view::{CampaignView, like_pattern};
use crate::{
    Context,
    connections::view::AccountRef,
    identity::OrgScope,
    metrics::calendar::day_at,
    store::{Row, StoreError, Tx, params, statements},
};

/// A page of campaigns. `place` names each account in question with its own today; `seek` says where the page begins and in
/// which order.
macro_rules! page {
    ($place:literal, $seek:literal) => {
        concat!(
            "with place (account_id, today) as (",
            $place,
            ")
            select t.* from (
              select c.id, c.name, c.external_id, c.account_id, c.status, c.delivery, c.channel,
                b.amount_micros, b.shared, b.campaigns as sharing,
                r.today_impressions, r.today_clicks, r.today_spend, r.today_conversions, r.today_revenue,
                r.week_impressions, r.week_clicks, r.week_spend, r.week_conversions, r.week_revenue,
                lower(c.name) as sort_text,
                $4 * (case $3 when 'budget' then b.amount_micros when 'spend_today' then r.today_spend
                  when 'conversions_today' then r.today_conversions when 'spend_7d' then r.week_spend
                  when 'conversions_7d' then r.week_conversions when 'revenue_7d' then r.week_revenue
                  when 'cpa_7d' then r.week_cpa when 'roas_7d' then r.week_roas
                  when 'last_change' then c.last_change_at end) as sort_key
              from place p
              join campaign c on c.org_id = $1 and c.account_id = p.account_id
              left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
              left join campaign_recent r on r.org_id = c.org_id and r.account_id = c.account_id and r.day = p.today
                and r.campaign_id = c.id
              where c.status in ($5, $6) and ($7 = '' or lower(c.name) like lower($7) escape '!' or c.external_id = $8)
            ) t ",
            $seek
        )
    };
}

/// `page!` for both databases.
macro_rules! pages {
    ($name:literal, $seek:literal) => {
        crate::store::Statement {
            name: $name,
            sqlite: page!("select unhex(value ->> 0), value ->> 1 from json_each($2)", $seek),
            postgres: page!(
                "select cast(value ->> 0 as uuid), cast(value ->> 1 as bigint) from jsonb_array_elements(cast($2 as jsonb))",
                $seek
            ),
        }
    };
}

const BY_NUMBER: crate::store::Statement = pages!(
    "CAMPAIGNS_BY_NUMBER",
    "where $9 = 0 or (case when t.sort_key is null then 1 else 0 end, coalesce(t.sort_key, 0), t.id) > ($10, $11, $12)
     order by case when t.sort_key is null then 1 else 0 end, coalesce(t.sort_key, 0), t.id limit $13"
);
const BY_NAME: crate::store::Statement = pages!(
    "CAMPAIGNS_BY_NAME",
    "where $9 = 0 or (t.sort_text, t.id) > ($10, $11) order by t.sort_text, t.id limit $12"
);
const BY_NAME_DESCENDING: crate::store::Statement = pages!(
    "CAMPAIGNS_BY_NAME_DESCENDING",
    "where $9 = 0 or t.sort_text < $10 or (t.sort_text = $10 and t.id > $11) order by t.sort_text desc, t.id limit $12"
);

/// The list's own statements, one per order.
pub const PAGES: &[crate::store::Statement] = &[BY_NUMBER, BY_NAME, BY_NAME_DESCENDING];

statements! {
    /// One account, or all in service. The newest sync is the last one numbered: its data reaches furthest.
    PLACES = "
        select a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone, a.brand_id,
          (select y.data_until from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as data_until
        from ad_account a where a.org_id = $1 and case when $2 = 1 then a.id = $3 else a.disconnected_at is null end";
}

/// What the list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    #[default]
    Name,
    Budget,
    SpendToday,
    ConversionsToday,
    Spend7d,
    Conversions7d,
    Revenue7d,
    Cpa7d,
    Roas7d,
    LastChange,
}

impl SortKey {
    pub const ALL: &'static [Self] = &[
        Self::Name,
        Self::Budget,
        Self::SpendToday,
        Self::ConversionsToday,
        Self::Spend7d,
        Self::Conversions7d,
        Self::Revenue7d,
        Self::Cpa7d,
        Self::Roas7d,
        Self::LastChange,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Budget => "budget",
            Self::SpendToday => "spend_today",
            Self::ConversionsToday => "conversions_today",
            Self::Spend7d => "spend_7d",
            Self::Conversions7d => "conversions_7d",
            Self::Revenue7d => "revenue_7d",
            Self::Cpa7d => "cpa_7d",
            Self::Roas7d => "roas_7d",
            Self::LastChange => "last_change",
        }
    }
}

/// A key and a direction. Rows without a value come last in either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    pub key: SortKey,
    pub descending: bool,
}

impl Sort {
    /// `spend_7d` ascends, `-spend_7d` descends.
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let key = SortKey::ALL.iter().copied().find(|key| key.as_str() == name)?;
        Some(Self { key, descending })
    }
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// 1 where the row has no value to sort by.
    absent: i64,
    /// The value, negated where the order descends.
    key: i64,
    text: String,
    id: Uuid,
}

/// Which of the switch's positions are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFilter {
    Active,
    Paused,
}

#[derive(Debug, Clone, Default)]
pub struct CampaignFilter {
    /// Part of the name, or the platform's own id.
    pub text: Option<String>,
    pub account: Option<Uuid>,
    pub brand: Option<Uuid>,
    pub platform: Option<Platform>,
    /// Both when absent; removed campaigns are never listed.
    pub status: Option<StatusFilter>,
}

/// An account as the list needs it.
pub(super) struct AccountPlace {
    pub account: AccountRef,
    pub brand_id: Uuid,
    /// Days since 1970 of the account's calendar.
    pub today: i64,
    pub data_until: Option<Timestamp>,
}

impl AccountPlace {
    fn read(row: &Row, now: Timestamp) -> Result<Self, StoreError> {
        let account = AccountRef::read(row)?;
        let zone = TimeZone::get(&account.time_zone)
            .map_err(|error| StoreError::inconsistent("time_zone", error.to_string()))?;
        Ok(Self {
            brand_id: row.uuid("brand_id")?,
            today: day_at(now, &zone),
            data_until: row.opt_time("data_until")?,
            account,
        })
    }
}

/// Where one account stands.
pub(super) async fn place(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    now: Timestamp,
) -> Result<Option<AccountPlace>, StoreError> {
    tx.fetch_optional(PLACES, params![scope.id(), true, account_id])
        .await?
        .map(|row| AccountPlace::read(&row, now))
        .transpose()
}

async fn places(
    tx: &mut Tx,
    scope: OrgScope,
    now: Timestamp,
) -> Result<HashMap<Uuid, AccountPlace>, StoreError> {
    tx.fetch_all(PLACES, params![scope.id(), false, Uuid::nil()])
        .await?
        .iter()
        .map(|row| AccountPlace::read(row, now).map(|place| (place.account.id, place)))
        .collect()
}

/// At most `limit` campaigns in the order of `sort`, after `after`, each with the place at which a page may end.
pub async fn campaigns(
    context: &Context,
    scope: OrgScope,
    filter: CampaignFilter,
    sort: Sort,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<(CampaignView, Place)>, StoreError> {
    let now = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut places = match filter.account {
                    // Named, an account out of service shows what it had.
                    Some(account) => place(tx, scope, account, now)
                        .await?
                        .map(|place| (account, place))
                        .into_iter()
                        .collect(),
                    None => places(tx, scope, now).await?,
                };
                places.retain(|_, place| {
                    filter.brand.is_none_or(|wanted| wanted == place.brand_id)
                        && filter
                            .platform
                            .is_none_or(|wanted| wanted == place.account.platform)
                });
                page(tx, scope, &filter, sort, after, limit, &places).await
            })
        })
        .await
}

async fn page(
    tx: &mut Tx,
    scope: OrgScope,
    filter: &CampaignFilter,
    sort: Sort,
    after: Option<Place>,
    limit: i64,
    places: &HashMap<Uuid, AccountPlace>,
) -> Result<Vec<(CampaignView, Place)>, StoreError> {
    let accounts: Vec<serde_json::Value> = places
        .values()
        .map(|place| serde_json::json!([place.account.id.simple().to_string(), place.today]))
        .collect();
    let (first_status, second_status) = match filter.status {
        None => ("active", "paused"),
        Some(StatusFilter::Active) => ("active", "active"),
        Some(StatusFilter::Paused) => ("paused", "paused"),
    };
    let text = filter.text.as_deref().unwrap_or_default().trim();
    let mut values = params![
        scope.id(),
        serde_json::Value::Array(accounts).to_string(),
        sort.key.as_str(),
        if sort.descending { -1_i64 } else { 1_i64 },
        first_status,
        second_status,
        like_pattern(text),
        text,
        after.is_some(),
    ]
    .to_vec();
    let after = after.unwrap_or(Place {
        absent: 0,
        key: 0,
        text: String::new(),
        id: Uuid::nil(),
    });
    let statement = match (sort.key, sort.descending) {
        (SortKey::Name, descending) => {
            values.extend_from_slice(params![&after.text, after.id, limit]);
            if descending { BY_NAME_DESCENDING } else { BY_NAME }
        }
        _ => {
            values.extend_from_slice(params![after.absent, after.key, after.id, limit]);
            BY_NUMBER
        }
    };
    let mut page = Vec::new();
    for row in tx.fetch_all(statement, &values).await? {
        let Some(place) = places.get(&row.uuid("account_id")?) else {
            continue;
        };
        let campaign = CampaignView::read(&row, place)?;
        let key = row.opt_i64("sort_key")?;
        let ends = Place {
            absent: i64::from(key.is_none()),
            key: key.unwrap_or(0),
            text: row.text("sort_text")?,
            id: campaign.id,
        };
        page.push((campaign, ends));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_is_a_known_key_with_or_without_a_minus() {
        assert_eq!(Sort::parse("name"), Some(Sort::default()));
        let descending = Sort {
            key: SortKey::Spend7d,
            descending: true,
        };
        assert_eq!(Sort::parse("-spend_7d"), Some(descending));
        for unknown in ["", "-", "--name", "spend", "Name"] {
            assert_eq!(Sort::parse(unknown), None, "{unknown}");
        }
    }
}
