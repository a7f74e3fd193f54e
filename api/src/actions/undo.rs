//! Undoing an applied action: what it would change, and its proposal.

use axum::{extract::State, http::StatusCode, response::Response};
use engine::actions::{self, view};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ActionDetail, refusal};
use crate::{
    AppState,
    extract::{Caller, Json, PathId},
    problem::{Problem, ProblemDocument},
    wire::Empty,
    wire::ShownValue,
};

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
pub(super) async fn preview_undo(
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
        (status = 201, description = "The new action", body = ActionDetail, headers(("ETag" = String), ("Location" = String, description = "The new action"))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It cannot be undone", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn undo_action(
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
