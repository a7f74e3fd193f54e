//! Approving and rejecting, one or several.

use axum::{extract::State, http::StatusCode, response::Response};
use engine::actions::{self, ActionError, Verdict, inbox};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ActionDetail, ActionMoved, MOST_AT_ONCE, MOVED, plain_refusal, refusal, shown};
use crate::{
    AppState,
    extract::{Caller, IfMatch, Json, PathId},
    problem::{Kind, Problem, ProblemDocument},
    wire::Empty,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictChoice {
    Approve,
    Reject,
}

/// An action in the version that was looked at.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideItem {
    id: Uuid,
    #[schema(minimum = 0)]
    version: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    verdict: VerdictChoice,
    /// Needed to reject: for whoever wrote the rule.
    #[schema(example = "the sale starts tomorrow", max_length = 1000)]
    reason: Option<String>,
    #[schema(min_items = 1, max_items = 200)]
    items: Vec<DecideItem>,
}

/// Why one item was not decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecideProblem {
    #[schema(example = "urn:adjutant:problem:moved")]
    r#type: String,
    #[schema(example = "It changed since you read it")]
    title: String,
    #[schema(example = "the action moved on; look again and decide again")]
    detail: String,
}

/// What became of one item.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecideResult {
    id: Uuid,
    ok: bool,
    /// Where it stands now; null where there is no such action.
    state: Option<shown::ActionState>,
    version: Option<i64>,
    problem: Option<DecideProblem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DecideResults {
    /// One per item, in their order.
    results: Vec<DecideResult>,
}

/// Approve or reject several
///
/// Each by itself, in the version that was looked at: what moved on meanwhile, or is not yours to decide, fails alone and
/// says why; the others are decided.
#[utoipa::path(
    post, path = "/actions/decide", operation_id = "decide_actions", tag = "actions",
    request_body = Decide,
    responses((status = 200, description = "What became of each", body = DecideResults)),
)]
pub(super) async fn decide_actions(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<Decide>,
) -> Result<Json<DecideResults>, Problem> {
    if body.items.is_empty() || body.items.len() > MOST_AT_ONCE {
        return Err(Problem::invalid_field(
            "/items",
            format!("name 1 to {MOST_AT_ONCE} actions"),
        ));
    }
    let verdict = match body.verdict {
        VerdictChoice::Approve => Verdict::Approve,
        VerdictChoice::Reject => Verdict::Reject(rejection(body.reason.as_deref().unwrap_or_default())?),
    };
    let items: Vec<(Uuid, i64)> = body.items.iter().map(|item| (item.id, item.version)).collect();
    let principal = caller.principal();
    let decided = actions::decide(&state.context, principal, &verdict, &items).await;
    let ids = items.iter().map(|(id, _)| *id).collect();
    let standing = inbox::standing(&state.context, principal.scope, ids).await?;
    let results = items.iter().zip(decided).map(|((id, _), result)| {
        let stands = standing.iter().find(|(known, ..)| known == id);
        let problem = result.err().map(|error| {
            let problem = match error {
                ActionError::Moved => Problem::new(Kind::Moved, MOVED),
                other => plain_refusal(other),
            };
            let (r#type, title, detail) = problem.words();
            DecideProblem {
                r#type,
                title,
                detail,
            }
        });
        DecideResult {
            id: *id,
            ok: problem.is_none(),
            state: stands.map(|(_, state, _)| state.as_str().into()),
            version: stands.map(|(.., version)| *version),
            problem,
        }
    });
    Ok(Json(DecideResults {
        results: results.collect(),
    }))
}

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
pub(super) async fn approve_action(
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

/// The reason of a rejection, or what is wrong with it.
fn rejection(reason: &str) -> Result<String, Problem> {
    let reason = reason.trim();
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
    Ok(reason.to_owned())
}

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
pub(super) async fn reject_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(body): Json<Reject>,
) -> Result<Response, Problem> {
    let reason = rejection(&body.reason)?;
    match actions::reject(&state.context, caller.principal(), id, version, &reason).await {
        Ok(_) => Ok(ActionDetail::read(&state, &caller, id)
            .await?
            .answer(StatusCode::OK)),
        Err(error) => Err(refusal(&state, &caller, id, error).await),
    }
}
