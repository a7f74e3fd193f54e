//! Rules: lists, one with everything, writing, enabling, checking and previewing texts, and why one acts on a campaign.

pub mod shown;
pub mod text;
mod trial;

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ETAG, IF_NONE_MATCH, LOCATION},
    },
    response::{IntoResponse as _, Response},
};
use engine::{
    actions::holds::{self, Of},
    decisions::{preview, why},
    identity::Permission,
    rules::{
        Draft, OnDisable, RuleError, detail, editing,
        view::{self, RuleFilter, RuleOrder, RulePlace},
    },
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    actions::Empty,
    cursor,
    extract::{Caller, IfMatch, Json, PathId, Query},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument, ProblemField},
};
use shown::{HoldList, Restored, Rule, RuleDetail, RuleDisabled, RuleMoved, RuleRefused, RuleState};
use text::{CheckText, CheckedText};
use trial::{CampaignRules, Preview};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::RulesRead);
    let write = Access::Permission(Permission::RulesWrite);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_rules)))
        .routes(guard(write, routes!(create_rule)))
        .routes(guard(read, routes!(get_rule)))
        .routes(guard(write, routes!(save_rule)))
        .routes(guard(write, routes!(archive_rule)))
        .routes(guard(read, routes!(list_rule_versions)))
        .routes(guard(read, routes!(list_rule_holds)))
        .routes(guard(write, routes!(enable_rule)))
        .routes(guard(write, routes!(disable_rule)))
        .routes(guard(read, routes!(check_rule)))
        .routes(guard(read, routes!(preview_rule)))
        .routes(guard(
            Access::Permission(Permission::DecisionsRead),
            routes!(list_campaign_rules),
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
        other => refusal(text, other),
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleList {
    data: Vec<Rule>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RuleQuery {
    #[param(example = "enabled")]
    state: Option<String>,
    /// Part of the name.
    q: Option<String>,
    /// `name`, `-updated_at` or `-acted_24h`.
    #[param(example = "name")]
    sort: Option<String>,
    /// `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// Rules
#[utoipa::path(
    get, path = "/rules", operation_id = "list_rules", tag = "rules",
    params(RuleQuery),
    responses(
        (status = 200, description = "A page of rules", body = RuleList),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_rules(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<RuleQuery>,
) -> Result<Json<RuleList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let order = match query.sort.as_deref() {
        None | Some("name") => RuleOrder::Name,
        Some("-updated_at") => RuleOrder::Updated,
        Some("-acted_24h") => RuleOrder::Acted,
        Some(_) => {
            return Err(Problem::invalid_field(
                "sort",
                "use `name`, `-updated_at` or `-acted_24h`",
            ));
        }
    };
    if query
        .state
        .as_deref()
        .is_some_and(|word| !RuleState::WORDS.contains(&word))
    {
        return Err(Problem::invalid_field(
            "state",
            format!("use one of {}", RuleState::WORDS.join(", ")),
        ));
    }
    let filters = format!("rules {:?} {:?} {order:?}", query.state, query.q);
    let after: Option<RulePlace> = cursor::read(query.cursor.as_deref(), &filters)?;
    let filter = RuleFilter {
        state: query.state,
        text: query.q,
        order,
    };
    let scope = caller.principal().scope;
    let mut rows = view::rules(&state.context, scope, filter, after, limit.saturating_add(1)).await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| RulePlace::of(row, order));
    Ok(Json(RuleList {
        data: rows.into_iter().map(Rule::from).collect(),
        next_cursor,
    }))
}

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

impl SaveRule {
    fn draft(self) -> Result<Draft, Problem> {
        let note = self
            .note
            .map(|note| note.trim().to_owned())
            .filter(|note| !note.is_empty());
        if note
            .as_ref()
            .is_some_and(|note| note.chars().count() > LONGEST_NOTE)
        {
            return Err(Problem::invalid_field(
                "/note",
                format!("use at most {LONGEST_NOTE} characters"),
            ));
        }
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
async fn create_rule(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<SaveRule>,
) -> Result<Response, Problem> {
    let text = body.text.clone();
    let id = editing::create(&state.context, caller.principal(), body.draft()?)
        .await
        .map_err(|error| refusal(&text, error))?;
    let mut response = RuleDetail::read(&state, &caller, id)
        .await?
        .answer(StatusCode::CREATED);
    if let Ok(place) = HeaderValue::from_str(&format!("{}/rules/{id}", crate::openapi::PREFIX)) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
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
async fn save_rule(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Json(body): Json<SaveRule>,
) -> Result<Response, Problem> {
    let text = body.text.clone();
    match editing::replace(&state.context, caller.principal(), id, revision, body.draft()?).await {
        Ok(_) => Ok(RuleDetail::read(&state, &caller, id)
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
async fn archive_rule(
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

/// One version of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleVersion {
    version: i64,
    text: String,
    overrides: BTreeMap<String, String>,
    created_at: Timestamp,
    created_by: Option<String>,
    note: Option<String>,
    /// The version that counts now.
    enabled: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RuleVersionList {
    data: Vec<RuleVersion>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct VersionQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// A rule's versions, newest first
#[utoipa::path(
    get, path = "/rules/{id}/versions", operation_id = "list_rule_versions", tag = "rules",
    params(("id" = Uuid, Path, description = "The rule"), VersionQuery),
    responses(
        (status = 200, description = "A page of versions", body = RuleVersionList),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_rule_versions(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<VersionQuery>,
) -> Result<Json<RuleVersionList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let filters = format!("versions {id}");
    let before = cursor::read(query.cursor.as_deref(), &filters)?;
    let scope = caller.principal().scope;
    let mut rows = detail::versions(&state.context, scope, id, before, limit.saturating_add(1))
        .await?
        .ok_or_else(Problem::not_found)?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| row.version);
    let data = rows
        .into_iter()
        .map(|row| RuleVersion {
            version: row.version,
            text: row.text,
            overrides: row.overrides,
            created_at: row.created_at,
            created_by: row.created_by,
            note: row.note,
            enabled: row.is_current,
        })
        .collect();
    Ok(Json(RuleVersionList { data, next_cursor }))
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

/// Enable a rule
#[utoipa::path(
    post, path = "/rules/{id}/enable", operation_id = "enable_rule", tag = "rules",
    params(
        ("id" = Uuid, Path, description = "The rule"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = Empty,
    responses(
        (status = 200, description = "Enabled", body = RuleDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It can run nowhere", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = RuleMoved, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn enable_rule(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Json(Empty {}): Json<Empty>,
) -> Result<Response, Problem> {
    match editing::enable_at(&state.context, caller.principal(), id, Some(revision)).await {
        Ok(()) => Ok(RuleDetail::read(&state, &caller, id)
            .await?
            .answer(StatusCode::OK)),
        Err(error) => Err(refused(&state, &caller, id, "", error).await),
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
async fn disable_rule(
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
async fn check_rule(_: Caller, Json(body): Json<CheckText>) -> Json<CheckedText> {
    Json(text::check(&body.text))
}

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
async fn preview_rule(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<PreviewRule>,
) -> Result<Json<Preview>, Problem> {
    let scope = caller.principal().scope;
    let found = preview::preview(&state.context, scope, &body.text, &body.overrides, body.rule_id)
        .await
        .map_err(|error| refusal(&body.text, error))?;
    Ok(Json(Preview::of(found)?))
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
async fn list_campaign_rules(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<CampaignRules>, Problem> {
    let found = why::why(&state.context, caller.principal().scope, id).await?;
    Ok(Json(CampaignRules::of(found.ok_or_else(Problem::not_found)?)?))
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
