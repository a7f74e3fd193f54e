//! An action as clients read it: the line of a list and the whole story.

use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{ETAG, LOCATION},
    },
    response::{IntoResponse as _, Response},
};
use engine::actions::{moves::MoveView, view};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, Json, etag},
    problem::Problem,
    wire::{ActionAccount, Money, NamedRef, ObjectBelow, PREFIX, ShownValue, WireRuleRef, words},
};

words! {
    /// Where an action stands.
    ActionState: "proposed", "awaiting_approval", "approved", "intent", "applied", "blocked", "rejected", "expired",
        "stale", "superseded", "cancelled", "unknown", "retrying", "accepted", "dead"
}
words! {
    /// What it does.
    ActionKind: "pause", "resume", "set_budget", "set_bid", "set_target_cpa", "set_target_roas", "add_negative_keyword", "remove_negative_keyword", "add_label", "remove_label"
}
words! {
    /// What it changes.
    ActionProperty: "status", "budget", "bid", "target_cpa", "target_roas", "negative_keyword", "label"
}
words! {
    /// What sort of platform object it changes.
    TargetKind: "campaign", "budget", "ad_group", "ad", "keyword", "negative_keyword", "label"
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

/// One leg of a move of budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoveLeg {
    /// The action that it is.
    id: Uuid,
    version: i64,
    state: ActionState,
    /// Why it stands so.
    state_detail: Option<String>,
    campaign_id: Option<Uuid>,
    /// What it changes the budget of.
    target_name: String,
    before: ShownValue,
    after: ShownValue,
    /// Below zero it gives, above zero it takes.
    per_day_change: Money,
}

/// A move of budget inside of a pool: seen, approved and rejected as one, cut before it raises.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionMove {
    id: Uuid,
    /// What its legs cut together, those left out that ended without being applied.
    cut: Money,
    /// What its legs raise together; never more than they cut.
    raised: Money,
    /// Those who give first, the deepest cut first.
    legs: Vec<MoveLeg>,
}

impl From<MoveView> for ActionMove {
    fn from(found: MoveView) -> Self {
        let (cut, raised) = found.totals();
        let currency = found.currency;
        Self {
            id: found.id,
            cut: Money::new(cut, currency),
            raised: Money::new(raised, currency),
            legs: found
                .legs
                .into_iter()
                .map(|leg| MoveLeg {
                    id: leg.action_id,
                    version: leg.version,
                    state: leg.state.as_str().into(),
                    state_detail: leg.state_detail,
                    campaign_id: leg.campaign_id,
                    target_name: leg.target_name,
                    before: ShownValue::new(&leg.before, currency),
                    after: ShownValue::new(&leg.after, currency),
                    per_day_change: Money::new(leg.per_day_micros, currency),
                })
                .collect(),
        }
    }
}

/// An action on one line of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionSummary {
    id: Uuid,
    /// Grows with every change; the ETag is `"v"` and this.
    pub version: i64,
    state: ActionState,
    kind: ActionKind,
    property: ActionProperty,
    account: ActionAccount,
    target: ActionTarget,
    campaign: Option<NamedRef>,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
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
    /// The move that it is a leg of: whoever answers it answers all of its legs that wait.
    #[serde(rename = "move")]
    of_move: Option<ActionMove>,
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
            per_day_change: action
                .per_day_micros
                .map(|micros| Money::new(micros, action.currency)),
            account: action.account.into(),
            target: ActionTarget {
                kind: action.target.kind.as_str().into(),
                external_id: action.target.external_id,
                name: action.target.name,
                shared_by: action.target.shared_by,
            },
            campaign: action.campaign.map(NamedRef::from),
            object: action.object.map(ObjectBelow::from),
            of_move: action.of_move.map(ActionMove::from),
            reason: action.reason,
            rule: action.rule.map(WireRuleRef::from),
            requested_by: Requester {
                kind: requester.into(),
                name: requester_name,
            },
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
    pub summary: ActionSummary,
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
    pub async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        let found = view::action(&state.context, caller.principal(), id).await?;
        found.map(Self::from).ok_or_else(Problem::not_found)
    }

    /// The answer with its ETag; a new one says where it is.
    pub fn answer(self, status: StatusCode) -> Response {
        let tag = HeaderValue::from_str(&etag(self.summary.version)).ok();
        let place = HeaderValue::from_str(&format!("{PREFIX}/actions/{}", self.summary.id));
        let place = place.ok().filter(|_| status == StatusCode::CREATED);
        let mut response = (status, Json(self)).into_response();
        if let Some(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
        if let Some(place) = place {
            response.headers_mut().insert(LOCATION, place);
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
