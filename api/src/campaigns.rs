//! Campaigns: the list in any order, one of them, its days, its history, what stands below it, and what a person asks of it.

mod below;
mod chart;
mod history;
mod own;
mod shown;

use axum::extract::State;
use engine::{
    campaigns::{
        list::{self, CampaignFilter, Place, Sort, StatusFilter},
        view,
    },
    identity::Permission,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, Json, PathId, Query},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument},
};

pub use shown::{Campaign, CampaignDetail};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::CampaignsRead);
    let propose = Access::Permission(Permission::ActionsPropose);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_campaigns)))
        .routes(guard(read, routes!(get_campaign)))
        .routes(guard(read, routes!(chart::get_campaign_metrics)))
        .routes(guard(read, routes!(chart::get_object_metrics)))
        .routes(guard(read, routes!(below::list_campaign_objects)))
        .routes(guard(read, routes!(below::get_object)))
        .routes(guard(read, routes!(history::list_campaign_history)))
        .routes(guard(read, routes!(history::list_object_history)))
        .routes(guard(propose, routes!(own::request_campaign_action)))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignList {
    data: Vec<Campaign>,
    next_cursor: Option<String>,
}

/// The position of a campaign's switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CampaignSwitch {
    Active,
    Paused,
}

/// An ad platform, in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlatformName {
    Google,
    Meta,
    Tiktok,
    Amazon,
}

impl From<PlatformName> for dsl::Platform {
    fn from(name: PlatformName) -> Self {
        match name {
            PlatformName::Google => Self::Google,
            PlatformName::Meta => Self::Meta,
            PlatformName::Tiktok => Self::Tiktok,
            PlatformName::Amazon => Self::Amazon,
        }
    }
}

/// Which campaigns, in which order: the list and its export ask alike.
#[derive(Debug, Default)]
pub struct CampaignSelection {
    pub filter: CampaignFilter,
    pub sort: Sort,
}

impl CampaignSelection {
    pub fn read(
        q: Option<String>,
        account: Option<Uuid>,
        brand: Option<Uuid>,
        status: Option<CampaignSwitch>,
        platform: Option<PlatformName>,
        sort: Option<&str>,
    ) -> Result<Self, Problem> {
        let sort = match sort {
            None => Sort::default(),
            Some(text) => Sort::parse(text).ok_or_else(|| {
                let keys: Vec<&str> = list::SortKey::ALL.iter().map(|key| key.as_str()).collect();
                let detail = format!("use one of {}, with `-` before it to descend", keys.join(", "));
                Problem::invalid_field("sort", detail)
            })?,
        };
        let status = status.map(|status| match status {
            CampaignSwitch::Active => StatusFilter::Active,
            CampaignSwitch::Paused => StatusFilter::Paused,
        });
        Ok(Self {
            filter: CampaignFilter {
                text: q,
                account,
                brand,
                platform: platform.map(dsl::Platform::from),
                status,
            },
            sort,
        })
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CampaignQuery {
    /// Part of the name, or the platform's id.
    #[param(example = "prospecting")]
    q: Option<String>,
    account: Option<Uuid>,
    brand: Option<Uuid>,
    #[param(inline)]
    status: Option<CampaignSwitch>,
    #[param(inline)]
    platform: Option<PlatformName>,
    /// `name`, `budget`, `spend_today`, `conversions_today`, `spend_7d`, `conversions_7d`, `revenue_7d`, `cpa_7d`, `roas_7d`
    /// or `last_change`; with `-` before it descending. Campaigns without a value come last either way.
    #[param(example = "-spend_7d")]
    sort: Option<String>,
    /// `next_cursor` of the page before, with the same filters and order.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// Campaigns, in any order
#[utoipa::path(
    get, path = "/campaigns", operation_id = "list_campaigns", tag = "campaigns",
    params(CampaignQuery),
    responses(
        (status = 200, description = "A page of campaigns", body = CampaignList),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_campaigns(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<CampaignQuery>,
) -> Result<Json<CampaignList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let selection = CampaignSelection::read(
        query.q,
        query.account,
        query.brand,
        query.status,
        query.platform,
        query.sort.as_deref(),
    )?;
    let filters = format!("campaigns {selection:?}");
    let after: Option<Place> = cursor::read(query.cursor.as_deref(), &filters)?;
    let CampaignSelection { filter, sort } = selection;
    let scope = caller.principal().scope;
    let mut rows = list::campaigns(
        &state.context,
        scope,
        filter,
        sort,
        after,
        limit.saturating_add(1),
    )
    .await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |(_, place)| place.clone());
    Ok(Json(CampaignList {
        data: rows
            .into_iter()
            .map(|(campaign, _)| Campaign::from(campaign))
            .collect(),
        next_cursor,
    }))
}

/// One campaign
#[utoipa::path(
    get, path = "/campaigns/{id}", operation_id = "get_campaign", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, description = "The campaign", body = CampaignDetail),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_campaign(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<CampaignDetail>, Problem> {
    let found = view::campaign(&state.context, caller.principal().scope, id).await?;
    found
        .map(|campaign| Json(campaign.into()))
        .ok_or_else(Problem::not_found)
}
