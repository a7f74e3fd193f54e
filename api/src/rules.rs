//! Rules: lists, one with everything, writing, enabling, checking and previewing texts, and why one acts on a campaign.

mod ask;
mod blocks;
mod folder;
mod list;
pub mod shadow;
pub mod shown;
mod switch;
mod testing;
pub mod text;
mod together;
mod trial;
mod write;

use axum::{
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse as _, Response},
};
use engine::{
    actions::holds::{self, Of},
    decisions::why,
    identity::Permission,
    rules::{RuleError, detail},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, Json, PathId},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument, ProblemField},
};
use blocks::{BlocksText, TextBlocks};
use shown::{HoldList, RuleDetail};
use testing::{TestText, TestedText};
use text::{CheckText, CheckedText};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::RulesRead);
    let write = Access::Permission(Permission::RulesWrite);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list::list_rules)))
        .routes(guard(write, routes!(write::create_rule)))
        .routes(guard(read, routes!(get_rule)))
        .routes(guard(write, routes!(write::save_rule)))
        .routes(guard(write, routes!(write::archive_rule)))
        .routes(guard(read, routes!(list::list_rule_versions)))
        .routes(guard(read, routes!(list_rule_holds)))
        .routes(guard(write, routes!(switch::enable_rule)))
        .routes(guard(write, routes!(switch::disable_rule)))
        .routes(guard(read, routes!(shadow::get_rule_shadow)))
        .routes(guard(write, routes!(shadow::start_rule_shadow)))
        .routes(guard(write, routes!(shadow::end_rule_shadow)))
        .routes(guard(write, routes!(shadow::promote_rule_shadow)))
        .routes(guard(read, routes!(check_rule)))
        .routes(guard(read, routes!(read_rule_blocks)))
        .routes(guard(read, routes!(test_rule)))
        .routes(guard(read, routes!(ask::preview_rule)))
        .routes(guard(read, routes!(together::analyse_rule)))
        .routes(guard(read, routes!(folder::plan_rules)))
        .routes(guard(write, routes!(folder::apply_rules)))
        .routes(guard(
            Access::Permission(Permission::DecisionsRead),
            routes!(ask::list_campaign_rules),
        ))
        .routes(guard(read, routes!(list_campaign_holds)))
}

/// Why a text or a wish was refused, as a problem. `text` is what the findings point into.
pub fn refusal(text: &str, error: RuleError) -> Problem {
    match error {
        RuleError::Diagnostics(found) => {
            let shown = text::diagnostics(text, &found);
            Problem::invalid_field("/text", RuleError::Diagnostics(found).to_string())
                .with_diagnostics(&shown)
        }
        error @ (RuleError::NotOne { .. } | RuleError::NameChanged { .. }) => {
            Problem::invalid_field("/text", error.to_string())
        }
        RuleError::Overrides(wrong) => Problem::invalid(
            wrong
                .into_iter()
                .map(|(name, detail)| ProblemField {
                    pointer: format!("/overrides/{name}"),
                    detail,
                })
                .collect(),
        ),
        RuleError::NotFound => Problem::not_found(),
        RuleError::NotAllowed(detail) => Problem::new(Kind::NotPermitted, detail),
        RuleError::NotNow(detail) => Problem::new(Kind::Conflict, detail),
        error @ (RuleError::NameTaken(_) | RuleError::Moved) => {
            Problem::new(Kind::Conflict, error.to_string())
        }
        RuleError::Store(error) => error.into(),
    }
}

/// As [`refusal`]; what moved comes along as it is now.
async fn refused(state: &AppState, caller: &Caller, id: Uuid, text: &str, error: RuleError) -> Problem {
    match error {
        RuleError::Moved => match RuleDetail::read(state, caller, id).await {
            Ok(current) => Problem::moved("the rule was changed since you read it; look again", &current),
            Err(problem) => problem,
        },
        other => refusal_of_draft(state, caller, text, other).await,
    }
}

/// As [`refusal`]; beside its findings stands what the organisation's past says of them.
async fn refusal_of_draft(state: &AppState, caller: &Caller, text: &str, mut error: RuleError) -> Problem {
    if let RuleError::Diagnostics(found) = &mut error {
        text::look_back(&state.context, caller.principal().scope, found).await;
    }
    refusal(text, error)
}

/// One rule
#[utoipa::path(
    get, path = "/rules/{id}", operation_id = "get_rule", tag = "rules",
    params(("id" = Uuid, Path, description = "The rule")),
    responses(
        (status = 200, description = "The rule", body = RuleDetail, headers(("ETag" = String, description = "`\"v3\"`: send it back as If-Match"))),
        (status = 304, description = "Still the version named by If-None-Match"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_rule(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let detail = RuleDetail::read(&state, &caller, id).await?;
    let tag = detail.tag();
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|each| each.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    Ok(detail.answer(StatusCode::OK))
}

/// What a rule set that still stands
#[utoipa::path(
    get, path = "/rules/{id}/holds", operation_id = "list_rule_holds", tag = "rules",
    params(("id" = Uuid, Path, description = "The rule")),
    responses(
        (status = 200, description = "Its holds, newest first", body = HoldList),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_rule_holds(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<HoldList>, Problem> {
    let found = detail::rule(&state.context, caller.principal(), id).await?;
    Ok(Json(HoldList::of(found.ok_or_else(Problem::not_found)?.holds)))
}

/// Check a text
///
/// Answers 200 whatever is found: three mistakes are three findings, and what is sound is read back in English.
#[utoipa::path(
    post, path = "/rules/check", operation_id = "check_rule", tag = "rules",
    request_body = CheckText,
    responses(
        (status = 200, description = "What the text holds", body = CheckedText),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn check_rule(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<CheckText>,
) -> Json<CheckedText> {
    let mut checked = dsl::check(&body.text);
    text::look_back(&state.context, caller.principal().scope, &mut checked.diagnostics).await;
    Json(text::shown(&body.text, &checked))
}

/// Read a text as blocks
///
/// The same text as sentences with fields: each field has its place in the text, and everything that could be added or taken out
/// comes as the edits that do it. What has no such shape is a block of text; nothing is left out.
#[utoipa::path(
    post, path = "/rules/blocks", operation_id = "read_rule_blocks", tag = "rules",
    request_body = BlocksText,
    responses(
        (status = 200, description = "The text's items and their clauses", body = TextBlocks),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn read_rule_blocks(_: Caller, Json(body): Json<BlocksText>) -> Json<TextBlocks> {
    Json(blocks::read(&body.text))
}

/// Run a text's tests
///
/// Answers 200 whatever comes of them: each expectation with what was found instead, how each comparison came out over all tests
/// and, where asked for, which changes of the rule no test notices.
#[utoipa::path(
    post, path = "/rules/test", operation_id = "test_rule", tag = "rules",
    request_body = TestText,
    responses(
        (status = 200, description = "What came of the tests", body = TestedText),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn test_rule(_: Caller, Json(body): Json<TestText>) -> Result<Json<TestedText>, Problem> {
    // Tests of a long text take a while: not on a thread that serves others.
    let tested = tokio::task::spawn_blocking(move || testing::test(&body)).await;
    tested
        .map_err(|_| Problem::new(Kind::Internal, "the tests could not be run; try again"))?
        .map(Json)
}

/// What rules set on a campaign that still stands
#[utoipa::path(
    get, path = "/campaigns/{id}/holds", operation_id = "list_campaign_holds", tag = "rules",
    params(("id" = Uuid, Path, description = "The campaign")),
    responses(
        (status = 200, description = "Its holds, newest first", body = HoldList),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_campaign_holds(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<HoldList>, Problem> {
    if !why::exists(&state.context, caller.principal().scope, id).await? {
        return Err(Problem::not_found());
    }
    let holds = holds::holds(&state.context, caller.principal(), Of::Campaign(id)).await?;
    Ok(Json(HoldList::of(holds)))
}
