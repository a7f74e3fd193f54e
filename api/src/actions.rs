//! The inbox and the ledger: lists, the whole story of one action, approving, rejecting, undoing.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use engine::{
    actions::{self, ActionError, State as Ledger, view},
    identity::Permission,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, IfMatch, Json, PathId, Query, etag},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
    wire::{ActionAccount, Money, NamedRef, ShownValue, WireRuleRef, words},
};

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

words! {
    /// Where an action stands.
    ActionState: "proposed", "awaiting_approval", "approved", "intent", "applied", "blocked", "rejected", "expired",
        "stale", "superseded", "cancelled", "unknown", "retrying", "accepted", "dead"
}
words! {
    /// What it does.
    ActionKind: "pause", "resume", "set_budget"
}
words! {
    /// What it changes.
    ActionProperty: "status", "budget"
}
words! {
    /// What sort of platform object it changes.
    TargetKind: "campaign", "budget", "ad_group"
}
words! {
    /// A rule or a person.
    RequesterKind: "rule", "user"
}
words! {
    ApprovalDecision: "approve", "reject"
}
words! {
    /// How a call to the platform stands.
    StepState: "pending", "sent", "done", "failed", "doubt"
}

/// What the platform write changes; `shared_by` counts the campaigns that feel it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionTarget {
    kind: TargetKind,
    external_id: String,
    name: String,
    shared_by: i64,
}

/// Who wanted it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Requester {
    kind: RequesterKind,
    name: String,
}

/// An action on one line of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionSummary {
    id: Uuid,
    /// Grows with every change; the ETag is `"v"` and this.
    version: i64,
    state: ActionState,
    kind: ActionKind,
    property: ActionProperty,
    account: ActionAccount,
    target: ActionTarget,
    campaign: Option<NamedRef>,
    /// What it expects to find.
    before: ShownValue,
    /// What it sets.
    after: ShownValue,
    /// What a day's spend can change by.
    per_day_change: Option<Money>,
    /// One plain sentence.
    reason: String,
    rule: Option<WireRuleRef>,
    requested_by: Requester,
    decision_id: Option<Uuid>,
    created_at: Timestamp,
    /// Undecided by then, it lapses and does not run (business time).
    expires_at: Option<Timestamp>,
    /// Not tried before (business time).
    not_before: Option<Timestamp>,
    state_detail: Option<String>,
    updated_at: Timestamp,
}

impl From<view::ActionSummary> for ActionSummary {
    fn from(action: view::ActionSummary) -> Self {
        let (requester, requester_name) = match action.requested_by {
            view::Requester::Rule { name } => ("rule", name),
            view::Requester::User { name, .. } => ("user", name),
        };
        Self {
            id: action.id,
            version: action.version,
            state: action.state.as_str().into(),
            kind: action.kind.into(),
            property: action.field.as_str().into(),
            before: ShownValue::new(&action.before, action.currency),
            after: ShownValue::new(&action.after, action.currency),
            per_day_change: action.per_day_micros.map(|micros| Money::new(micros, action.currency)),
            account: action.account.into(),
            target: ActionTarget {
                kind: action.target.kind.as_str().into(),
                external_id: action.target.external_id,
                name: action.target.name,
                shared_by: action.target.shared_by,
            },
            campaign: action.campaign.map(NamedRef::from),
            reason: action.reason,
            rule: action.rule.map(WireRuleRef::from),
            requested_by: Requester { kind: requester.into(), name: requester_name },
            decision_id: action.decision_id,
            created_at: action.created_at,
            expires_at: action.expires_at,
            not_before: action.not_before,
            state_detail: action.state_detail,
            updated_at: action.updated_at,
        }
    }
}

/// One call to the platform; request and response were redacted when captured.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionStep {
    seq: i64,
    #[schema(example = "write")]
    kind: String,
    state: StepState,
    attempt: i64,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    #[schema(value_type = Option<Object>)]
    request: Option<serde_json::Value>,
    #[schema(value_type = Option<Object>)]
    response: Option<serde_json::Value>,
    error: Option<String>,
}

impl From<view::StepView> for ActionStep {
    fn from(step: view::StepView) -> Self {
        let (request, response) = step.exchange.map_or((None, None), |exchange| {
            let request = serde_json::json!({ "method": exchange.method, "url": exchange.url, "body": exchange.request });
            let response = exchange.status.map(|status| {
                serde_json::json!({
                    "status": status,
                    "body": exchange.response,
                    "request_id": exchange.request_id,
                    "duration_ms": exchange.duration_ms,
                })
            });
            (Some(request), response)
        });
        Self {
            seq: step.seq,
            kind: step.kind,
            state: step.state.into(),
            attempt: step.attempt,
            started_at: step.started_at,
            finished_at: step.finished_at,
            request,
            response,
            error: step.error,
        }
    }
}

/// What somebody said to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionApproval {
    user: Uuid,
    name: String,
    decision: ApprovalDecision,
    reason: Option<String>,
    at: Timestamp,
}

/// One step of its life.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionEvent {
    at: Timestamp,
    state: ActionState,
    /// A person or a rule; null for the program itself.
    by: Option<String>,
    note: Option<String>,
}

/// What the asking person may do with it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionAbilities {
    approve: bool,
    reject: bool,
    undo: bool,
    /// Why not, where nothing is possible.
    why_not: Option<String>,
}

/// An action with its whole story.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionDetail {
    #[serde(flatten)]
    summary: ActionSummary,
    steps: Vec<ActionStep>,
    approvals: Vec<ActionApproval>,
    history: Vec<ActionEvent>,
    /// The action that undid this one.
    undone_by: Option<Uuid>,
    /// The action that this one undoes.
    undoes: Option<Uuid>,
    can: ActionAbilities,
}

impl From<view::ActionDetail> for ActionDetail {
    fn from(detail: view::ActionDetail) -> Self {
        let approval = |approval: view::ApprovalView| ActionApproval {
            user: approval.user_id,
            name: approval.name,
            decision: approval.verdict.into(),
            reason: approval.reason,
            at: approval.at,
        };
        let event = |event: view::EventView| ActionEvent {
            at: event.at,
            state: event.state.as_str().into(),
            by: event.by,
            note: event.note,
        };
        Self {
            undone_by: detail.summary.undone_by,
            undoes: detail.summary.undoes,
            summary: detail.summary.into(),
            steps: detail.steps.into_iter().map(ActionStep::from).collect(),
            approvals: detail.approvals.into_iter().map(approval).collect(),
            history: detail.history.into_iter().map(event).collect(),
            can: ActionAbilities {
                approve: detail.can.approve,
                reject: detail.can.reject,
                undo: detail.can.undo,
                why_not: detail.can.why_not,
            },
        }
    }
}

impl ActionDetail {
    async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        let found = view::action(&state.context, caller.principal(), id).await?;
        found.map(Self::from).ok_or_else(Problem::not_found)
    }

    fn answer(self, status: StatusCode) -> Response {
        let tag = HeaderValue::from_str(&etag(self.summary.version)).ok();
        let mut response = (status, Json(self)).into_response();
        if let Some(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

/// 412: the action moved on; `current` is what it is now.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the 412 answer, which `Problem::moved` writes")]
pub struct ActionMoved {
    r#type: String,
    title: String,
    status: i32,
    detail: String,
    request_id: String,
    current: ActionDetail,
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
    let words = text.into_iter().flat_map(|text| text.split(',')).map(str::trim).filter(|word| !word.is_empty());
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
    let filter = view::ActionFilter { states, rule: query.rule, campaign: query.campaign };
    let scope = caller.principal().scope;
    let mut rows = view::actions(&state.context, scope, filter, before, limit.saturating_add(1)).await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| (row.created_at, row.id));
    Ok(Json(ActionSummaryList { data: rows.into_iter().map(ActionSummary::from).collect(), next_cursor }))
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
async fn get_action_counts(State(state): State<AppState>, caller: Caller) -> Result<Json<ActionCounts>, Problem> {
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
        Ok(_) => Ok(ActionDetail::read(&state, &caller, id).await?.answer(StatusCode::OK)),
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
        return Err(Problem::invalid_field("/reason", "say why, for whoever wrote the rule"));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::invalid_field("/reason", format!("use at most {LONGEST_REASON} characters")));
    }
    match actions::reject(&state.context, caller.principal(), id, version, reason).await {
        Ok(_) => Ok(ActionDetail::read(&state, &caller, id).await?.answer(StatusCode::OK)),
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
    let detail = view::action(&state.context, caller.principal(), id).await?.ok_or_else(Problem::not_found)?;
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
        Ok(new) => Ok(ActionDetail::read(&state, &caller, new).await?.answer(StatusCode::CREATED)),
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
        ActionError::NotWaiting(at) => {
            Problem::new(Kind::Conflict, format!("the action is {} and does not wait for anybody", at.as_str()))
        }
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
        assert_eq!(ActionState::WORDS, ledger);
    }

    #[test]
    fn states_are_read_from_a_list_and_unknown_words_are_refused() {
        let read = states(Some("awaiting_approval, approved,")).unwrap();
        assert_eq!(read, BTreeSet::from([Ledger::AwaitingApproval, Ledger::Approved]));
        assert!(states(None).unwrap().is_empty());
        assert!(states(Some("waiting")).is_err());
    }
}
