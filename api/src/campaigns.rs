//! Campaigns with their numbers.

use axum::extract::State;
use engine::{
    campaigns::view::{self, CampaignFilter, CampaignView},
    connections::platform::BaseCells,
    identity::Permission,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, Json, Query},
    permission::{Access, guard},
    problem::Problem,
    wire::{ActionAccount, Money, millionths, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(
        Access::Permission(Permission::CampaignsRead),
        routes!(list_campaigns),
    ))
}

words! {
    /// The campaign's own switch.
    CampaignStatus: "active", "paused", "removed"
}

/// A campaign as the newest sync shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Campaign {
    id: Uuid,
    name: String,
    /// The platform's own id.
    external_id: String,
    account: ActionAccount,
    status: CampaignStatus,
    /// The platform's word for whether it delivers.
    delivery: String,
    channel: String,
    budget: Option<Money>,
    /// Several campaigns spend from the budget.
    budget_shared: bool,
    /// Of the account's today, as far as `data_until`; null before the first sync of the day.
    today: Option<CampaignToday>,
    /// Of the seven complete days before today; null where they are not all covered.
    last_7_days: Option<CampaignWeek>,
    data_until: Option<Timestamp>,
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
    /// Null without conversions.
    cpa: Option<Money>,
    /// Null without spend.
    roas: Option<f64>,
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
        let week = |cells: BaseCells| CampaignWeek {
            spend: money(cells.spend),
            conversions: millionths(cells.conversions),
            cpa: view::cost_per_conversion(&cells).map(money),
            roas: view::return_on_spend(&cells),
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
            last_7_days: campaign.last_7_days.map(week),
            data_until: campaign.data_until,
            account: campaign.account.into(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignList {
    data: Vec<Campaign>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CampaignQuery {
    /// Part of the name, or the platform's id.
    q: Option<String>,
    account: Option<Uuid>,
    /// `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// Campaigns, by name
#[utoipa::path(
    get, path = "/campaigns", operation_id = "list_campaigns", tag = "campaigns",
    params(CampaignQuery),
    responses((status = 200, description = "A page of campaigns", body = CampaignList)),
)]
async fn list_campaigns(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<CampaignQuery>,
) -> Result<Json<CampaignList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let filters = format!("campaigns {:?} {:?}", query.q, query.account);
    let after = cursor::read(query.cursor.as_deref(), &filters)?;
    let filter = CampaignFilter {
        text: query.q,
        account: query.account,
    };
    let scope = caller.principal().scope;
    let mut rows = view::campaigns(&state.context, scope, filter, after, limit.saturating_add(1)).await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| (row.name.clone(), row.id));
    Ok(Json(CampaignList {
        data: rows.into_iter().map(Campaign::from).collect(),
        next_cursor,
    }))
}
