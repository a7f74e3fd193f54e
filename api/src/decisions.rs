//! One decision with everything that led to it.

use axum::extract::State;
use engine::{
    decisions::view::{self, DecisionView},
    identity::Permission,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    explanation::Explanation,
    extract::{Caller, Json, PathId},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument},
    wire::{ActionAccount, NamedRef, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(
        Access::Permission(Permission::DecisionsRead),
        routes!(get_decision),
    ))
}

words! {
    /// How the decision came out.
    DecisionOutcome: "fired", "pending", "not_fired", "unknown", "blocked", "held_out"
}

/// What a rule decided about one campaign at one moment, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    id: Uuid,
    rule: DecisionRule,
    campaign: NamedRef,
    account: ActionAccount,
    at: Timestamp,
    data_until: Option<Timestamp>,
    outcome: DecisionOutcome,
    /// Which of the rule's branches acted, from 0.
    branch: Option<i64>,
    explanation: Explanation,
    action_ids: Vec<Uuid>,
    blocked: Vec<DecisionBlock>,
}

/// The rule in the version that decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionRule {
    id: Uuid,
    name: String,
    version: i64,
    text: String,
}

/// What kept an action from being proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionBlock {
    by: String,
    reason: String,
}

impl Decision {
    fn of(decision: DecisionView) -> Result<Self, Problem> {
        let explanation = serde_json::from_value(decision.explanation).map_err(|error| {
            tracing::error!(%error, decision = %decision.id, "a stored explanation cannot be shown");
            Problem::internal()
        })?;
        Ok(Self {
            id: decision.id,
            rule: DecisionRule {
                id: decision.rule.id,
                name: decision.rule.name,
                version: decision.rule.version,
                text: decision.rule_text,
            },
            campaign: decision.campaign.into(),
            account: decision.account.into(),
            at: decision.at,
            data_until: decision.data_until,
            outcome: decision.outcome.into(),
            branch: Some(decision.branch),
            explanation,
            action_ids: decision.actions,
            blocked: decision
                .blocked
                .into_iter()
                .map(|block| DecisionBlock {
                    by: block.by,
                    reason: block.reason,
                })
                .collect(),
        })
    }
}

/// One decision
#[utoipa::path(
    get, path = "/decisions/{id}", operation_id = "get_decision", tag = "decisions",
    params(("id" = Uuid, Path, description = "The decision")),
    responses(
        (status = 200, description = "The decision", body = Decision),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_decision(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<Decision>, Problem> {
    let found = view::decision(&state.context, caller.principal().scope, id).await?;
    Ok(Json(Decision::of(found.ok_or_else(Problem::not_found)?)?))
}
