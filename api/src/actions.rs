//! The inbox and the ledger: lists, the whole story of one action, approving, rejecting, undoing.

mod shown;

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use engine::{
    actions::{self, ActionError, State as Ledger, view},
    identity::Permission,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, IfMatch, Json, PathId, Query, etag},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
    wire::ShownValue,
};

pub use shown::{ActionDetail, ActionMoved, ActionSummary};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::ActionsRead);
    let decide = Access::Permission(Permission::ActionsApprove);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_actions)))
        .routes(guard(read, routes!(get_action_counts)))
        .routes(guard(read, routes!(get_action)))
        .routes(guard(decide, routes!(approve_action)))
        .routes(guard(decide, routes!(reject_action)))
        .routes(guard(read, routes!(preview_undo)))
        .routes(guard(decide, routes!(undo_action)))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActionSummaryList {
    data: Vec<ActionSummary>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ActionQuery {
    /// States, with commas between them; all when absent.
    #[param(example = "awaiting_approval")]
    state: Option<String>,
    rule: Option<Uuid>,
    campaign: Option<Uuid>,
    /// `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

fn states(text: Option<&str>) -> Result<BTreeSet<Ledger>, Problem> {
    let words = text
        .into_iter()
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words
        .map(|word| {
            Ledger::parse(word)
                .ok_or_else(|| Problem::invalid_field("state", format!("`{word}` is no state of an action")))
        })
        .collect()
}

/// Actions, newest first
#[utoipa::path(
    get, path = "/actions", operation_id = "list_actions", tag = "actions",
    params(ActionQuery),
    responses(
        (status = 200, description = "A page of actions", body = ActionSummaryList),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_actions(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<ActionQuery>,
) -> Result<Json<ActionSummaryList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let states = states(query.state.as_deref())?;
    let filters = format!("actions {states:?} {:?} {:?}", query.rule, query.campaign);
    let before = cursor::read(query.cursor.as_deref(), &filters)?;
    let filter = view::ActionFilter {
        states,
        rule: query.rule,
        campaign: query.campaign,
    };
    let scope = caller.principal().scope;
    let mut rows = view::actions(&state.context, scope, filter, before, limit.saturating_add(1)).await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| (row.created_at, row.id));
    Ok(Json(ActionSummaryList {
        data: rows.into_iter().map(ActionSummary::from).collect(),
        next_cursor,
    }))
}

/// The numbers on the inbox's tabs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionCounts {
    awaiting_approval: i64,
    /// Decided, their end not known yet.
    in_flight: i64,
    /// Applied since midnight of their account's day.
    applied_today: i64,
    /// Given up in the last seven days.
    failed: i64,
}

/// How many actions wait, run, were applied and failed
#[utoipa::path(
    get, path = "/actions/counts", operation_id = "get_action_counts", tag = "actions",
    responses((status = 200, description = "The counts", body = ActionCounts)),
)]
async fn get_action_counts(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<ActionCounts>, Problem> {
    let counts = view::counts(&state.context, caller.principal().scope).await?;
    Ok(Json(ActionCounts {
        awaiting_approval: counts.awaiting_approval,
        in_flight: counts.in_flight,
        applied_today: counts.applied_today,
        failed: counts.failed,
    }))
}

/// One action
#[utoipa::path(
    get, path = "/actions/{id}", operation_id = "get_action", tag = "actions",
    params(("id" = Uuid, Path, description = "The action")),
    responses(
        (status = 200, description = "The action", body = ActionDetail, headers(("ETag" = String, description = "`\"v3\"`: send it back as If-Match"))),
        (status = 304, description = "Still the version named by If-None-Match"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let detail = ActionDetail::read(&state, &caller, id).await?;
    let tag = etag(detail.summary.version);
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|each| each.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    Ok(detail.answer(StatusCode::OK))
}

/// No fields.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// Approve
///
/// Counts towards the approvals that the action needs; with the last one it is on its way.
#[utoipa::path(
    post, path = "/actions/{id}/approve", operation_id = "approve_action", tag = "actions",
    params(
        ("id" = Uuid, Path, description = "The action"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = Empty,
    responses(
        (status = 200, description = "Approved", body = ActionDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It does not wait for anybody", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = ActionMoved, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn approve_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    match actions::approve(&state.context, caller.principal(), id, version).await {
        Ok(_) => Ok(ActionDetail::read(&state, &caller, id)
            .await?
            .answer(StatusCode::OK)),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// For whoever wrote the rule.
    #[schema(example = "the sale starts tomorrow", max_length = 1000)]
    reason: String,
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 1_000;

/// Reject
#[utoipa::path(
    post, path = "/actions/{id}/reject", operation_id = "reject_action", tag = "actions",
    params(
        ("id" = Uuid, Path, description = "The action"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = Reject,
    responses(
        (status = 200, description = "Rejected", body = ActionDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It does not wait for anybody", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = ActionMoved, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn reject_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(body): Json<Reject>,
) -> Result<Response, Problem> {
    let reason = body.reason.trim();
    if reason.is_empty() {
        return Err(Problem::invalid_field(
            "/reason",
            "say why, for whoever wrote the rule",
        ));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::invalid_field(
            "/reason",
            format!("use at most {LONGEST_REASON} characters"),
        ));
    }
    match actions::reject(&state.context, caller.principal(), id, version, reason).await {
        Ok(_) => Ok(ActionDetail::read(&state, &caller, id)
            .await?
            .answer(StatusCode::OK)),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

/// What undoing would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndoPreview {
    before: ShownValue,
    after: ShownValue,
    possible: bool,
    why_not: Option<String>,
}

/// What undoing would change
#[utoipa::path(
    get, path = "/actions/{id}/undo", operation_id = "preview_undo", tag = "actions",
    params(("id" = Uuid, Path, description = "The applied action")),
    responses(
        (status = 200, description = "The preview", body = UndoPreview),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn preview_undo(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<UndoPreview>, Problem> {
    let detail = view::action(&state.context, caller.principal(), id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let currency = detail.summary.currency;
    match actions::preview_undo(&state.context, caller.principal(), id).await {
        Ok(preview) => Ok(Json(UndoPreview {
            before: ShownValue::new(&preview.before, currency),
            after: ShownValue::new(&preview.after, currency),
            possible: preview.why_not.is_none(),
            why_not: preview.why_not,
        })),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

/// Undo
///
/// Proposes the action that sets the old value again, through the same door as every other action.
#[utoipa::path(
    post, path = "/actions/{id}/undo", operation_id = "undo_action", tag = "actions",
    params(("id" = Uuid, Path, description = "The applied action")),
    request_body = Empty,
    responses(
        (status = 201, description = "The new action", body = ActionDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It cannot be undone", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn undo_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    match actions::propose_undo(&state.context, caller.principal(), id).await {
        Ok(new) => Ok(ActionDetail::read(&state, &caller, new)
            .await?
            .answer(StatusCode::CREATED)),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}

/// Why the ledger refused, as a problem.
async fn refusal(state: &AppState, caller: &Caller, id: Uuid, error: ActionError) -> Problem {
    match error {
        ActionError::NotFound => Problem::not_found(),
        ActionError::NotAllowed(detail) => Problem::new(Kind::NotPermitted, detail),
        ActionError::Moved => match ActionDetail::read(state, caller, id).await {
            Ok(current) => Problem::moved("the action moved on; look again and decide again", &current),
            Err(problem) => problem,
        },
        ActionError::NotWaiting(at) => Problem::new(
            Kind::Conflict,
            format!("the action is {} and does not wait for anybody", at.as_str()),
        ),
        ActionError::Impossible(detail) => Problem::new(Kind::Conflict, detail),
        ActionError::Store(error) => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_states_are_the_ledgers() {
        let ledger: Vec<&str> = Ledger::ALL.iter().map(|state| state.as_str()).collect();
        assert_eq!(shown::ActionState::WORDS, ledger);
    }

    #[test]
    fn states_are_read_from_a_list_and_unknown_words_are_refused() {
        let read = states(Some("awaiting_approval, approved,")).unwrap();
        assert_eq!(read, BTreeSet::from([Ledger::AwaitingApproval, Ledger::Approved]));
        assert!(states(None).unwrap().is_empty());
        assert!(states(Some("waiting")).is_err());
    }
}
