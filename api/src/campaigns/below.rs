//! What stands below a campaign: the list, and one with where it stands.

use axum::extract::State;
use dsl::Level;
use engine::campaigns::below::{self, BelowDetail, BelowFilter, BelowPlace, BelowView};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shown::{CampaignStatus, CampaignWeek};
use crate::{
    AppState, cursor,
    extract::{Caller, Json, PathId, Query},
    problem::{Problem, ProblemDocument},
    wire::{ActionAccount, Money, NamedRef, ObjectBelow, ObjectLevel},
};

/// Something below a campaign as the newest sync of its level shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignObject {
    id: Uuid,
    level: ObjectLevel,
    name: String,
    /// The platform's own id.
    external_id: String,
    /// What it stands in; null where that is the campaign itself.
    parent: Option<ObjectBelow>,
    status: CampaignStatus,
    /// The platform's word for whether it delivers.
    delivery: String,
    /// Null where it has no bid of its own.
    bid: Option<Money>,
    /// How close a search must be; null where that is no question.
    #[schema(example = "exact")]
    match_type: Option<String>,
    /// Null where they are not read.
    labels: Option<Vec<String>>,
    first_seen_at: Timestamp,
    /// Last change of status or bid by anyone, as far as known.
    last_change_at: Option<Timestamp>,
    /// Of the seven complete days before today; null where they are not all covered.
    last_7_days: Option<CampaignWeek>,
}

impl CampaignObject {
    fn new(view: BelowView, currency: dsl::Currency) -> Self {
        Self {
            id: view.object.id,
            level: view.object.level.key().into(),
            name: view.object.name,
            external_id: view.external_id,
            parent: view.parent.map(ObjectBelow::from),
            status: view.status.as_str().into(),
            delivery: view.delivery,
            bid: view.bid_micros.map(|micros| Money::new(micros, currency)),
            match_type: view.object.match_type,
            labels: view.labels,
            first_seen_at: view.first_seen_at,
            last_change_at: view.last_change_at,
            last_7_days: view.last_7_days.map(|cells| CampaignWeek::new(cells, currency)),
        }
    }
}

/// Something below a campaign, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignObjectDetail {
    #[serde(flatten)]
    object: CampaignObject,
    campaign: NamedRef,
    account: ActionAccount,
    /// How far its level's data reaches.
    data_until: Option<Timestamp>,
}

impl From<BelowDetail> for CampaignObjectDetail {
    fn from(detail: BelowDetail) -> Self {
        Self {
            object: CampaignObject::new(detail.view, detail.account.currency),
            campaign: detail.campaign.into(),
            account: detail.account.into(),
            data_until: detail.data_until,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignObjectList {
    data: Vec<CampaignObject>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ObjectQuery {
    /// One level alone, such as `ad_group`.
    #[param(example = "ad_group")]
    level: Option<String>,
    /// Part of the name.
    #[param(example = "shoes", max_length = 200)]
    q: Option<String>,
    /// `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

impl ObjectQuery {
    fn level(&self) -> Result<Option<Level>, Problem> {
        let Some(word) = self.level.as_deref() else {
            return Ok(None);
        };
        Level::of_key(word)
            .filter(|level| ObjectLevel::WORDS.contains(&level.key()))
            .map(Some)
            .ok_or_else(|| {
                Problem::invalid_field("level", format!("use one of {}", ObjectLevel::WORDS.join(", ")))
            })
    }
}

/// What stands below a campaign, by level and name
///
/// Only levels that an enabled rule asked for are read.
#[utoipa::path(
    get, path = "/campaigns/{id}/objects", operation_id = "list_campaign_objects", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), ObjectQuery),
    responses(
        (status = 200, description = "A page of objects", body = CampaignObjectList),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_campaign_objects(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<ObjectQuery>,
) -> Result<Json<CampaignObjectList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let filter = BelowFilter {
        level: query.level()?,
        text: cursor::text(query.q)?,
    };
    let filters = format!("objects of {id} {filter:?}");
    let after: Option<BelowPlace> = cursor::read(query.cursor.as_deref(), &filters)?;
    let scope = caller.principal().scope;
    let one_more = limit.saturating_add(1);
    let (currency, mut rows) = below::objects(&state.context, scope, id, filter, after, one_more)
        .await?
        .ok_or_else(Problem::not_found)?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, BelowView::place);
    Ok(Json(CampaignObjectList {
        data: rows
            .into_iter()
            .map(|view| CampaignObject::new(view, currency))
            .collect(),
        next_cursor,
    }))
}

/// Something below a campaign
#[utoipa::path(
    get, path = "/objects/{id}", operation_id = "get_object", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The object")),
    responses(
        (status = 200, description = "The object", body = CampaignObjectDetail),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn get_object(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<CampaignObjectDetail>, Problem> {
    let found = below::object(&state.context, caller.principal().scope, id).await?;
    found
        .map(|object| Json(object.into()))
        .ok_or_else(Problem::not_found)
}
