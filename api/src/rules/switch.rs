//! Enabling and disabling rules.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use engine::{
    decisions::together::{self, NotEnabled},
    rules::{OnDisable, acceptance::Accepting, editing},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    refused,
    shown::{self, Restored, RuleDetail, RuleDisabled, RuleMoved, RuleRefused},
    text::look_back,
    together::unaccepted,
    write,
};
use crate::{
    AppState,
    extract::{Caller, IfMatch, Json, PathId},
    problem::{Problem, ProblemDocument},
};

/// What was looked at before a rule is enabled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnableRule {
    /// Codes of warnings and findings that are accepted, for the record. Without them a rule that nobody took a second look at is not
    /// enabled. What its text accepts, and what was accepted before and still says the same, is not asked about again.
    #[serde(default)]
    #[schema(example = json!(["W0801"]))]
    pub(super) accept: Vec<String>,
    /// Why each of them is all right here, by its code, for the record. A code with a reason is accepted, whether `accept` names it or not.
    #[serde(default)]
    #[schema(example = json!({ "W0503": "there are five campaigns" }))]
    pub(super) reasons: BTreeMap<String, String>,
    /// Why those without a reason of their own are.
    #[schema(example = "five campaigns, and a budget of their own", max_length = 1000)]
    pub(super) reason: Option<String>,
}

/// The reasons of a second look, each read as a note.
pub(super) struct Reasons {
    each: BTreeMap<String, String>,
    rest: Option<String>,
}

impl EnableRule {
    /// The codes, and why they are all right.
    pub(super) fn read(self) -> Result<(Vec<String>, Reasons), Problem> {
        Ok((self.accept, Reasons::read(self.reasons, self.reason)?))
    }
}

impl Reasons {
    pub(super) fn read(written: BTreeMap<String, String>, rest: Option<String>) -> Result<Self, Problem> {
        let mut each = BTreeMap::new();
        for (code, reason) in written {
            if let Some(reason) = write::note("/reasons", Some(reason))? {
                each.insert(code, reason);
            }
        }
        Ok(Self {
            each,
            rest: write::note("/reason", rest)?,
        })
    }

    pub(super) fn accepting<'a>(&'a self, codes: &'a [String]) -> Accepting<'a> {
        Accepting {
            codes,
            reasons: Some(&self.each),
            reason: self.rest.as_deref(),
        }
    }
}

/// Enable a rule
///
/// What its text warns of, and where it works against an enabled rule or adds nothing to it, is answered with 409 and the findings, until
/// their codes are accepted.
#[utoipa::path(
    post, path = "/rules/{id}/enable", operation_id = "enable_rule", tag = "rules",
    params(
        ("id" = Uuid, Path, description = "The rule"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = EnableRule,
    responses(
        (status = 200, description = "Enabled", body = RuleDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It can run nowhere, or findings wait to be accepted", body = RuleRefused, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = RuleMoved, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn enable_rule(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Json(body): Json<EnableRule>,
) -> Result<Response, Problem> {
    let (accept, reasons) = body.read()?;
    let accepting = reasons.accepting(&accept);
    let enabled = together::enable(&state.context, caller.principal(), id, revision, accepting).await;
    switched_on(&state, &caller, id, enabled).await
}

/// The rule at work, or what stands in its way.
pub(super) async fn switched_on(
    state: &AppState,
    caller: &Caller,
    id: Uuid,
    outcome: Result<(), NotEnabled>,
) -> Result<Response, Problem> {
    match outcome {
        Ok(()) => Ok(RuleDetail::read(state, caller, id).await?.answer(StatusCode::OK)),
        Err(NotEnabled::Open { text, mut open }) => {
            let scope = caller.principal().scope;
            let found = open.iter_mut().map(|open| &mut open.diagnostic);
            look_back(&state.context, scope, found).await;
            Err(unaccepted(&text, &open))
        }
        Err(NotEnabled::Rule(error)) => Err(refused(state, caller, id, "", error).await),
    }
}

/// What becomes of the changes that the rule made and that still stand.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisableHolds {
    Keep,
    /// Each is undone by a proposal through the same door as every other action.
    Restore,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableRule {
    holds: DisableHolds,
}

/// Disable a rule
///
/// What it proposed and nobody has carried out is withdrawn.
#[utoipa::path(
    post, path = "/rules/{id}/disable", operation_id = "disable_rule", tag = "rules",
    params(
        ("id" = Uuid, Path, description = "The rule"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = DisableRule,
    responses(
        (status = 200, description = "Disabled", body = RuleDisabled, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It was never enabled", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = RuleMoved, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn disable_rule(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Json(body): Json<DisableRule>,
) -> Result<Response, Problem> {
    let holds = match body.holds {
        DisableHolds::Keep => OnDisable::Keep,
        DisableHolds::Restore => OnDisable::Restore,
    };
    match editing::disable_at(&state.context, caller.principal(), id, Some(revision), holds).await {
        Ok(done) => {
            let rule = RuleDetail::read(&state, &caller, id).await?;
            let tag = rule.tag();
            let answer = Json(RuleDisabled {
                rule,
                withdrawn: done.withdrawn,
                restored: done.restored.into_iter().map(Restored::from).collect(),
            });
            Ok(shown::with_tag(tag, answer.into_response()))
        }
        Err(error) => Err(refused(&state, &caller, id, "", error).await),
    }
}
