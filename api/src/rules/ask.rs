//! Asking without changing anything: what a text would do now, and why each rule does, or does not, act on a campaign.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::decisions::{preview, why};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    refusal_of_draft,
    shown::RuleRefused,
    trial::{CampaignRules, Preview},
};
use crate::{
    AppState,
    extract::{Caller, Json, PathId},
    problem::{Problem, ProblemDocument},
};

/// A text to try out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRule {
    text: String,
    #[serde(default)]
    overrides: BTreeMap<String, String>,
    /// The rule whose cooldowns, open actions and limits count; a new rule has none.
    rule_id: Option<Uuid>,
}

/// What a text would do now
///
/// Evaluates the newest columns as a check would, and asks the door what it would say. Nothing is written.
#[utoipa::path(
    post, path = "/rules/preview", operation_id = "preview_rule", tag = "rules",
    request_body = PreviewRule,
    responses(
        (status = 200, description = "The preview", body = Preview),
        (status = 422, description = "The text or a value cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn preview_rule(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<PreviewRule>,
) -> Result<Json<Preview>, Problem> {
    let scope = caller.principal().scope;
    match preview::preview(&state.context, scope, &body.text, &body.overrides, body.rule_id).await {
        Ok(found) => Ok(Json(Preview::of(found)?)),
        Err(error) => Err(refusal_of_draft(&state, &caller, &body.text, error).await),
    }
}

/// Why each rule does, or does not, act on a campaign
#[utoipa::path(
    get, path = "/campaigns/{id}/rules", operation_id = "list_campaign_rules", tag = "rules",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, description = "Every rule that is at work, or once was", body = CampaignRules),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_campaign_rules(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<CampaignRules>, Problem> {
    let found = why::why(&state.context, caller.principal().scope, id).await?;
    Ok(Json(CampaignRules::of(found.ok_or_else(Problem::not_found)?)?))
}
