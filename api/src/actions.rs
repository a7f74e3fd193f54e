//! The inbox and the ledger: lists, the whole story of one action, approving, rejecting, undoing.

mod decide;
mod list;
mod shown;
mod totals;
mod undo;

use axum::{
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use engine::{actions::ActionError, identity::Permission};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, PathId, etag},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
};

pub(crate) use list::{ActionQuery, KindChoice, SortChoice};
pub use shown::{ActionDetail, ActionMoved, ActionSummary};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::ActionsRead);
    let decide = Access::Permission(Permission::ActionsApprove);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list::list_actions)))
        .routes(guard(read, routes!(totals::get_action_counts)))
        .routes(guard(read, routes!(totals::get_waiting_totals)))
        .routes(guard(decide, routes!(decide::decide_actions)))
        .routes(guard(read, routes!(get_action)))
        .routes(guard(decide, routes!(decide::approve_action)))
        .routes(guard(decide, routes!(decide::reject_action)))
        .routes(guard(read, routes!(undo::preview_undo)))
        .routes(guard(decide, routes!(undo::undo_action)))
}

/// The most actions decided, or added up by id, in one request.
const MOST_AT_ONCE: usize = 200;

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

const MOVED: &str = "the action moved on; look again and decide again";

/// Why the ledger refused, as a problem; with what the action is now where it moved on.
async fn refusal(state: &AppState, caller: &Caller, id: Uuid, error: ActionError) -> Problem {
    match error {
        ActionError::Moved => match ActionDetail::read(state, caller, id).await {
            Ok(current) => Problem::moved(MOVED, &current),
            Err(problem) => problem,
        },
        other => plain_refusal(other),
    }
}

fn plain_refusal(error: ActionError) -> Problem {
    match error {
        ActionError::NotFound => Problem::not_found(),
        ActionError::NotAllowed(detail) => Problem::new(Kind::NotPermitted, detail),
        ActionError::Moved => Problem::new(Kind::Moved, MOVED),
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
    use engine::actions::State;

    use super::*;

    #[test]
    fn the_documented_states_are_the_ledgers() {
        let ledger: Vec<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
        assert_eq!(shown::ActionState::WORDS, ledger);
    }
}
