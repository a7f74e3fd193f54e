//! A campaign as pages show it: settings, today's numbers, the last seven complete days, and all of one campaign.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::list::{self, AccountPlace};
use crate::{
    Context,
    connections::{
        platform::{BaseCells, SwitchStatus},
        view::AccountRef,
    },
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    CAMPAIGN = "
        select c.id, c.name, c.external_id, c.account_id, c.status, c.delivery, c.channel, c.bid_strategy, c.labels, c.start_date,
          c.end_date, c.first_seen_at, c.last_change_at, c.budget_id, b.external_id as budget_external_id,
          b.amount_micros, b.period, b.shared, b.campaigns as sharing,
          r.today_impressions, r.today_clicks, r.today_spend, r.today_conversions, r.today_revenue,
          r.week_impressions, r.week_clicks, r.week_spend, r.week_conversions, r.week_revenue
        from campaign c
        left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
        left join campaign_recent r on r.org_id = c.org_id and r.account_id = c.account_id and r.day = $3 and r.campaign_id = c.id
        where c.org_id = $1 and c.id = $2";
    ACCOUNT_OF = "select account_id from campaign where org_id = $1 and id = $2";
    SHARING = "select id, name from campaign where org_id = $1 and budget_id = $2 and id <> $3 and status <> 'removed' order by name, id";
    /// Who changed status or budget last, as far as known.
    LAST_CHANGE = "
        select p.source, u.name as user_name, r.name as rule_name
        from property_change p
        left join action a on a.org_id = p.org_id and a.id = p.action_id
        left join app_user u on u.id = a.requested_by
        left join rule r on r.org_id = a.org_id and r.id = a.rule_id
        where p.org_id = $1 and p.account_id = $2 and p.source <> 'first_seen'
          and ((p.target_kind = 'campaign' and p.external_id = $3) or (p.target_kind = 'budget' and p.external_id = $4))
        order by p.at desc, p.id desc limit 1";
}

/// The campaign something is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRef {
    pub id: Uuid,
    pub name: String,
}

impl CampaignRef {
    /// From the columns `campaign_id` and `campaign_name`; `None` where it is about no campaign.
    pub fn read(row: &Row) -> Result<Option<Self>, StoreError> {
        let (id, name) = (row.opt_uuid("campaign_id")?, row.opt_text("campaign_name")?);
        Ok(id.zip(name).map(|(id, name)| Self { id, name }))
    }
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

/// One campaign with everything that is known about it but its history.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignDetail {
    pub campaign: CampaignView,
    pub labels: Vec<String>,
    pub start_date: Option<Date>,
    pub end_date: Option<Date>,
    pub bid_strategy: String,
    pub first_seen_at: Timestamp,
    pub last_change_at: Option<Timestamp>,
    /// A person, a rule, or the platform's word where it was changed there.
    pub last_change_by: Option<String>,
    /// Other live campaigns that spend from the same budget.
    pub shared_with: Vec<CampaignRef>,
}

impl CampaignView {
    pub(super) fn read(row: &Row, place: &AccountPlace) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.uuid("id")?,
            name: row.text("name")?,
            external_id: row.text("external_id")?,
            account: place.account.clone(),
            status: row.word("status", SwitchStatus::parse)?,
            delivery: row.text("delivery")?,
            channel: row.text("channel")?,
            budget_micros: row.opt_i64("amount_micros")?,
            budget_shared: row.opt_i64("shared")?.unwrap_or(0) != 0
                || row.opt_i64("sharing")?.unwrap_or(0) > 1,
            today: match row.opt_i64("today_spend")? {
                None => None,
                Some(spend) => Some(BaseCells {
                    impressions: row.i64("today_impressions")?,
                    clicks: row.i64("today_clicks")?,
                    spend,
                    conversions: row.i64("today_conversions")?,
                    revenue: row.i64("today_revenue")?,
                }),
            },
            last_7_days: match row.opt_i64("week_spend")? {
                None => None,
                Some(spend) => Some(BaseCells {
                    impressions: row.i64("week_impressions")?,
                    clicks: row.i64("week_clicks")?,
                    spend,
                    conversions: row.i64("week_conversions")?,
                    revenue: row.i64("week_revenue")?,
                }),
            },
            data_until: place.data_until,
        })
    }
}

/// One campaign, removed ones included: their history stays.
pub async fn campaign(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<CampaignDetail>, StoreError> {
    let now = context.business.now();
    context
        .store
        .read(move |tx| Box::pin(async move { detail(tx, scope, id, now).await }))
        .await
}

async fn detail(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    now: Timestamp,
) -> Result<Option<CampaignDetail>, StoreError> {
    let Some(owner) = tx.fetch_optional(ACCOUNT_OF, params![scope.id(), id]).await? else {
        return Ok(None);
    };
    let account_id = owner.uuid("account_id")?;
    let Some(place) = list::place(tx, scope, account_id, now).await? else {
        return Ok(None);
    };
    let row = tx
        .fetch_one(CAMPAIGN, params![scope.id(), id, place.today])
        .await?;
    let campaign = CampaignView::read(&row, &place)?;
    let shared_with = match row.opt_uuid("budget_id")? {
        None => Vec::new(),
        Some(budget) => tx
            .fetch_all(SHARING, params![scope.id(), budget, id])
            .await?
            .iter()
            .map(|row| {
                Ok(CampaignRef {
                    id: row.uuid("id")?,
                    name: row.text("name")?,
                })
            })
            .collect::<Result<_, StoreError>>()?,
    };
    let budget = row.opt_text("budget_external_id")?.unwrap_or_default();
    let last = tx
        .fetch_optional(
            LAST_CHANGE,
            params![scope.id(), account_id, &campaign.external_id, budget],
        )
        .await?;
    let last_change_by = match last {
        None => None,
        Some(last) if last.text("source")? == "outside" => Some(place.account.platform.as_str().to_owned()),
        Some(last) => last.opt_text("user_name")?.or(last.opt_text("rule_name")?),
    };
    let date = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(Some(CampaignDetail {
        labels: row.json("labels")?,
        start_date: date(row.opt_text("start_date")?),
        end_date: date(row.opt_text("end_date")?),
        bid_strategy: row.text("bid_strategy")?,
        first_seen_at: row.time("first_seen_at")?,
        last_change_at: row.opt_time("last_change_at")?,
        last_change_by,
        shared_with,
        campaign,
    }))
}

/// A `like` pattern for "contains", or nothing for nothing. `!` escapes.
pub(crate) fn like_pattern(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_text_is_taken_literally() {
        assert_eq!(like_pattern(""), "");
        assert_eq!(like_pattern("50% Off_!"), "%50!% Off!_!!%");
    }
}
