//! A campaign as clients read it: the line of a list and the whole of one.

use engine::{
    campaigns::view::{CampaignDetail as Detail, CampaignView},
    connections::platform::BaseCells,
    metrics::derived,
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::{ActionAccount, Money, NamedRef, millionths, words};

words! {
    /// The campaign's own switch.
    CampaignStatus: "active", "paused", "removed"
}

/// A campaign as the newest sync shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Campaign {
    pub id: Uuid,
    pub name: String,
    /// The platform's own id.
    pub external_id: String,
    pub account: ActionAccount,
    pub status: CampaignStatus,
    /// The platform's word for whether it delivers.
    pub delivery: String,
    pub channel: String,
    pub budget: Option<Money>,
    /// Several campaigns spend from the budget.
    pub budget_shared: bool,
    /// Of the account's today, as far as `data_until`; null before the first sync of the day.
    pub today: Option<CampaignToday>,
    /// Of the seven complete days before today; null where they are not all covered.
    pub last_7_days: Option<CampaignWeek>,
    pub data_until: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignToday {
    spend: Money,
    impressions: i64,
    clicks: i64,
    conversions: f64,
    revenue: Money,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignWeek {
    spend: Money,
    conversions: f64,
    revenue: Money,
    /// Null without conversions.
    cpa: Option<Money>,
    /// Null without spend.
    roas: Option<f64>,
}

impl CampaignWeek {
    pub(super) fn new(cells: BaseCells, currency: dsl::Currency) -> Self {
        let money = |micros| Money::new(micros, currency);
        Self {
            spend: money(cells.spend),
            conversions: millionths(cells.conversions),
            revenue: money(cells.revenue),
            cpa: derived::cost_per_conversion(&cells).map(money),
            roas: derived::return_on_spend(&cells).map(millionths),
        }
    }
}

impl From<CampaignView> for Campaign {
    fn from(campaign: CampaignView) -> Self {
        let currency = campaign.account.currency;
        let money = |micros| Money::new(micros, currency);
        let today = |cells: BaseCells| CampaignToday {
            spend: money(cells.spend),
            impressions: cells.impressions,
            clicks: cells.clicks,
            conversions: millionths(cells.conversions),
            revenue: money(cells.revenue),
        };
        Self {
            id: campaign.id,
            name: campaign.name,
            external_id: campaign.external_id,
            status: campaign.status.as_str().into(),
            delivery: campaign.delivery,
            channel: campaign.channel,
            budget: campaign.budget_micros.map(money),
            budget_shared: campaign.budget_shared,
            today: campaign.today.map(today),
            last_7_days: campaign
                .last_7_days
                .map(|cells| CampaignWeek::new(cells, currency)),
            data_until: campaign.data_until,
            account: campaign.account.into(),
        }
    }
}

/// A campaign with everything that is known about it but its numbers by day and its history.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignDetail {
    #[serde(flatten)]
    campaign: Campaign,
    labels: Vec<String>,
    /// Of the account's calendar.
    start_date: Option<Date>,
    end_date: Option<Date>,
    bid_strategy: String,
    first_seen_at: Timestamp,
    /// Last change of status or budget by anyone, as far as known.
    last_change_at: Option<Timestamp>,
    /// A person, a rule, or the platform's word where it was changed there.
    last_change_by: Option<String>,
    /// Other campaigns that spend from the same budget.
    shared_with: Vec<NamedRef>,
}

impl From<Detail> for CampaignDetail {
    fn from(detail: Detail) -> Self {
        Self {
            campaign: detail.campaign.into(),
            labels: detail.labels,
            start_date: detail.start_date,
            end_date: detail.end_date,
            bid_strategy: detail.bid_strategy,
            first_seen_at: detail.first_seen_at,
            last_change_at: detail.last_change_at,
            last_change_by: detail.last_change_by,
            shared_with: detail.shared_with.into_iter().map(NamedRef::from).collect(),
        }
    }
}
