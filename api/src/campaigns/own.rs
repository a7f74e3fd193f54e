//! A person's own action on a campaign.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use engine::actions::own::{self, Wish, WishError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    AppState,
    actions::ActionDetail,
    extract::{Caller, Json, PathId},
    problem::{Kind, Problem, ProblemDocument},
    wire::{Money, ShownValue},
};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestedKind {
    Pause,
    Resume,
    SetBudget,
}

/// Money that a client sends.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    #[schema(example = 120_000_000)]
    micros: i64,
    #[schema(example = "USD")]
    currency: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignActionRequest {
    kind: RequestedKind,
    /// With `set_budget`, and only with it: the new budget, in the account's currency.
    budget: Option<Amount>,
    /// For whoever reads the ledger later.
    #[schema(example = "the landing page is down", max_length = 1000)]
    reason: String,
    /// Show what would become of it and change nothing.
    dry_run: Option<bool>,
}

/// Who says no, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Blocker {
    by: String,
    reason: String,
}

/// What an action would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignActionPreview {
    before: ShownValue,
    after: ShownValue,
    /// What a day's spend can change by; null where it cannot be said.
    per_day_change: Option<Money>,
    /// Somebody else has to agree first.
    needs_approval: bool,
    /// Guards, limits and what is under way already. Empty: it would go through.
    blocked: Vec<Blocker>,
    /// Campaigns that feel it; more than one for a shared budget.
    shared_by: u32,
}

fn wish_of(request: &CampaignActionRequest) -> Result<Wish, Problem> {
    match (request.kind, &request.budget) {
        (RequestedKind::Pause, None) => Ok(Wish::Pause),
        (RequestedKind::Resume, None) => Ok(Wish::Resume),
        (RequestedKind::SetBudget, Some(amount)) => Ok(Wish::SetBudget {
            micros: amount.micros,
            currency: amount.currency.parse().map_err(|_| {
                Problem::invalid_field("/budget/currency", "use an ISO 4217 code, such as USD")
            })?,
        }),
        (RequestedKind::SetBudget, None) => Err(Problem::invalid_field("/budget", "say which budget to set")),
        (_, Some(_)) => Err(Problem::invalid_field(
            "/budget",
            "leave it out: only `set_budget` takes one",
        )),
    }
}

/// Pause, resume, set the budget
///
/// Proposes a person's own action through the same door as every other: guards are asked, and what somebody else has to
/// agree to waits for them. With `dry_run` nothing is changed and what would become of it is answered.
#[utoipa::path(
    post, path = "/campaigns/{id}/actions", operation_id = "request_campaign_action", tag = "campaigns",
    params(("id" = Uuid, Path, description = "The campaign")),
    request_body = CampaignActionRequest,
    responses(
        (status = 200, description = "With `dry_run`: what would become of it", body = CampaignActionPreview),
        (status = 201, description = "The new action", body = ActionDetail, headers(("ETag" = String), ("Location" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It is not possible now, or a guard forbids it", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn request_campaign_action(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(request): Json<CampaignActionRequest>,
) -> Result<Response, Problem> {
    let wish = wish_of(&request)?;
    let reason = request.reason.trim();
    let dry_run = request.dry_run.unwrap_or(false);
    if reason.is_empty() && !dry_run {
        return Err(Problem::invalid_field(
            "/reason",
            "say why, for whoever reads the ledger later",
        ));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::invalid_field(
            "/reason",
            format!("use at most {LONGEST_REASON} characters"),
        ));
    }
    if dry_run {
        let preview = own::preview(&state.context, caller.principal(), id, wish, reason)
            .await
            .map_err(refusal)?;
        let blocked = preview.blocked.into_iter();
        return Ok(Json(CampaignActionPreview {
            before: ShownValue::new(&preview.before, preview.currency),
            after: ShownValue::new(&preview.after, preview.currency),
            per_day_change: preview
                .per_day_micros
                .map(|micros| Money::new(micros, preview.currency)),
            needs_approval: preview.needs_approval,
            blocked: blocked.map(|(by, reason)| Blocker { by, reason }).collect(),
            shared_by: preview.shared_by,
        })
        .into_response());
    }
    let action = own::request(&state.context, caller.principal(), id, wish, reason)
        .await
        .map_err(refusal)?;
    Ok(ActionDetail::read(&state, &caller, action)
        .await?
        .answer(StatusCode::CREATED))
}

fn refusal(error: WishError) -> Problem {
    match error {
        WishError::NotFound => Problem::not_found(),
        WishError::InvalidBudget(detail) => Problem::invalid_field("/budget/micros", detail),
        WishError::Impossible(detail) => Problem::new(Kind::Conflict, detail),
        WishError::Blocked { by, reason } => Problem::new(Kind::Conflict, format!("{by}: {reason}")),
        WishError::Store(error) => error.into(),
    }
}
