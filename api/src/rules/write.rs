//! Writing rules: a new one, the next version of one, putting one away.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::Response,
};
use engine::rules::{Draft, editing};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    refusal_of_draft, refused,
    shown::{RuleDetail, RuleMoved, RuleRefused},
};
use crate::{
    AppState,
    extract::{Caller, IfMatch, Json, PathId},
    problem::{Problem, ProblemDocument},
    wire::PREFIX,
};

/// A text that is to become a rule or a rule's next version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveRule {
    #[schema(
        example = "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n"
    )]
    text: String,
    /// Parameter → typed literal; the text's defaults where nothing is given.
    #[serde(default)]
    #[schema(example = json!({ "max_cpa": "$60, 55 EUR" }))]
    overrides: BTreeMap<String, String>,
    /// Why, for whoever reads the history.
    #[schema(example = "less patience before the sale", max_length = 1000)]
    note: Option<String>,
    /// The ready rule that the text was made from; only for a new rule.
    #[schema(example = "stop-loss")]
    library_id: Option<String>,
}

/// The longest note, in characters.
const LONGEST_NOTE: usize = 1_000;

/// What somebody wrote for whoever reads the history; nothing where that is blank.
pub(super) fn note(pointer: &'static str, written: Option<String>) -> Result<Option<String>, Problem> {
    let note = written
        .map(|note| note.trim().to_owned())
        .filter(|note| !note.is_empty());
    if note
        .as_ref()
        .is_some_and(|note| note.chars().count() > LONGEST_NOTE)
    {
        return Err(Problem::invalid_field(
            pointer,
            format!("use at most {LONGEST_NOTE} characters"),
        ));
    }
    Ok(note)
}

impl SaveRule {
    fn draft(self) -> Result<Draft, Problem> {
        let note = note("/note", self.note)?;
        if self
            .library_id
            .as_deref()
            .is_some_and(|id| engine::rules::library::find(id).is_none())
        {
            return Err(Problem::invalid_field(
                "/library_id",
                "there is no such ready rule",
            ));
        }
        Ok(Draft {
            text: self.text,
            overrides: self.overrides,
            note,
            library_id: self.library_id,
        })
    }
}

/// Write a new rule
///
/// It is a draft until it is enabled.
#[utoipa::path(
    post, path = "/rules", operation_id = "create_rule", tag = "rules",
    request_body = SaveRule,
    responses(
        (status = 201, description = "The draft", body = RuleDetail, headers(("ETag" = String), ("Location" = String))),
        (status = 409, description = "A rule of this name exists", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The text or a value cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_rule(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<SaveRule>,
) -> Result<Response, Problem> {
    let text = body.text.clone();
    let id = match editing::create(&state.context, caller.principal(), body.draft()?).await {
        Ok(id) => id,
        Err(error) => return Err(refusal_of_draft(&state, &caller, &text, error).await),
    };
    let mut response = RuleDetail::saved(&state, &caller, id)
        .await?
        .answer(StatusCode::CREATED);
    if let Ok(place) = HeaderValue::from_str(&format!("{PREFIX}/rules/{id}")) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// Change a rule
///
/// The text becomes the next version; an enabled rule runs on it from its next check on. The name stays.
#[utoipa::path(
    put, path = "/rules/{id}", operation_id = "save_rule", tag = "rules",
    params(
        ("id" = Uuid, Path, description = "The rule"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = SaveRule,
    responses(
        (status = 200, description = "Saved", body = RuleDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = RuleMoved, content_type = "application/problem+json"),
        (status = 422, description = "The text or a value cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn save_rule(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Json(body): Json<SaveRule>,
) -> Result<Response, Problem> {
    let text = body.text.clone();
    match editing::replace(&state.context, caller.principal(), id, revision, body.draft()?).await {
        Ok(_) => Ok(RuleDetail::saved(&state, &caller, id)
            .await?
            .answer(StatusCode::OK)),
        Err(error) => Err(refused(&state, &caller, id, &text, error).await),
    }
}

/// Put a rule away
///
/// It leaves the lists and its name is free again; its decisions and actions stay. An enabled rule has to be disabled first.
#[utoipa::path(
    delete, path = "/rules/{id}", operation_id = "archive_rule", tag = "rules",
    params(
        ("id" = Uuid, Path, description = "The rule"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    responses(
        (status = 204, description = "Put away"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It is enabled", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = RuleMoved, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn archive_rule(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
) -> Result<StatusCode, Problem> {
    match editing::archive(&state.context, caller.principal(), id, revision).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(refused(&state, &caller, id, "", error).await),
    }
}
