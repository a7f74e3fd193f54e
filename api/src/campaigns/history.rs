//! Everything that happened to a campaign, or to something below one, newest first.

use axum::extract::State;
use engine::campaigns::{
    changes::{self, HistoryEntry},
    subject::Subject,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, Json, PathId, Query},
    problem::{Problem, ProblemDocument},
    wire::{ObjectBelow, words},
};

words! {
    /// A change of status or budget, an action with its state, or a decision that left no action.
    HistoryKind: "change", "action", "decision"
}
words! {
    /// Who was behind it.
    AuthorKind: "rule", "user", "outside", "system"
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryAuthor {
    kind: AuthorKind,
    /// The platform's word where it was changed there.
    name: String,
}

/// One line of the history of a campaign, or of something below one.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignHistoryEntry {
    id: Uuid,
    at: Timestamp,
    kind: HistoryKind,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    text: String,
    by: HistoryAuthor,
    /// An action's state or a decision's outcome.
    state: Option<String>,
    before: Option<String>,
    after: Option<String>,
    action_id: Option<Uuid>,
    decision_id: Option<Uuid>,
}

impl From<HistoryEntry> for CampaignHistoryEntry {
    fn from(entry: HistoryEntry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            kind: entry.kind.as_str().into(),
            object: entry.object.map(ObjectBelow::from),
            text: entry.text,
            by: HistoryAuthor {
                kind: entry.by.kind().into(),
                name: entry.by.name().to_owned(),
            },
            state: entry.state,
            before: entry.before,
            after: entry.after,
            action_id: entry.action_id,
            decision_id: entry.decision_id,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignHistory {
    data: Vec<CampaignHistoryEntry>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// A campaign's history, newest first
#[utoipa::path(
    get, path = "/campaigns/{id}/history", operation_id = "list_campaign_history", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign"), HistoryQuery),
    responses(
        (status = 200, description = "A page of its history", body = CampaignHistory),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_campaign_history(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<CampaignHistory>, Problem> {
    told(&state, &caller, Subject::Campaign(id), &query).await
}

/// The history of something below a campaign, newest first
#[utoipa::path(
    get, path = "/objects/{id}/history", operation_id = "list_object_history", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The object"), HistoryQuery),
    responses(
        (status = 200, description = "A page of its history", body = CampaignHistory),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_object_history(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<CampaignHistory>, Problem> {
    told(&state, &caller, Subject::Object(id), &query).await
}

async fn told(
    state: &AppState,
    caller: &Caller,
    subject: Subject,
    query: &HistoryQuery,
) -> Result<Json<CampaignHistory>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let filters = format!("history {subject:?}");
    let before: Option<(Timestamp, Uuid)> = cursor::read(query.cursor.as_deref(), &filters)?;
    let scope = caller.principal().scope;
    let mut entries = changes::history(&state.context, scope, subject, before, limit.saturating_add(1))
        .await?
        .ok_or_else(Problem::not_found)?;
    let next_cursor = cursor::next(&mut entries, limit, &filters, |entry| (entry.at, entry.id));
    Ok(Json(CampaignHistory {
        data: entries.into_iter().map(CampaignHistoryEntry::from).collect(),
        next_cursor,
    }))
}
