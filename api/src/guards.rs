//! Guards: what Adjutant will never do, whoever asks.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use engine::{
    identity::Permission,
    rules::{
        RuleError,
        guards::{self, GuardView},
    },
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, IfMatch, Json, PathId, etag},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument},
    rules::{
        refusal,
        shown::{RuleRefused, with_tag},
        text::{Diagnostic, diagnostics},
    },
    wire::{PREFIX, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::RulesRead);
    let write = Access::Permission(Permission::GuardsWrite);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_guards)))
        .routes(guard(read, routes!(get_guard)))
        .routes(guard(write, routes!(create_guard)))
        .routes(guard(write, routes!(save_guard)))
        .routes(guard(write, routes!(archive_guard)))
}

words! {
    GuardState: "enabled", "disabled"
}

/// A guard as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Guard {
    id: Uuid,
    name: String,
    doc: Option<String>,
    text: String,
    /// The guard in English, one sentence a line.
    in_plain_words: String,
    /// Grows with every change; the ETag is `"v"` and this.
    version: i64,
    state: GuardState,
    updated_at: Timestamp,
    updated_by: Option<String>,
    /// What there is to say about it: by its text, and in the accounts as they are.
    warnings: Vec<Diagnostic>,
}

impl Guard {
    fn of(guard: GuardView, warnings: &[dsl::Diagnostic]) -> Self {
        Self {
            warnings: diagnostics(&guard.text, warnings),
            id: guard.id,
            name: guard.name,
            doc: guard.doc,
            text: guard.text,
            in_plain_words: guard.in_plain_words,
            version: guard.version,
            state: guard.state.into(),
            updated_at: guard.updated_at,
            updated_by: guard.updated_by,
        }
    }
}

impl Guard {
    async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        let found = guards::guard(&state.context, caller.principal().scope, id).await?;
        let found = found.ok_or_else(Problem::not_found)?;
        let scope = caller.principal().scope;
        let warnings = guards::warnings(&state.context, scope, std::slice::from_ref(&found)).await?;
        Ok(Self::of(found, warnings.first().map_or(&[], Vec::as_slice)))
    }

    fn answer(self, status: StatusCode) -> Response {
        let tag = etag(self.version);
        with_tag(tag, (status, Json(self)).into_response())
    }
}

/// 412: the guard moved on; `current` is what it is now.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the 412 answer, which `Problem::moved` writes")]
pub struct GuardMoved {
    r#type: String,
    title: String,
    status: i32,
    detail: String,
    request_id: String,
    current: Guard,
}

async fn refused(state: &AppState, caller: &Caller, id: Uuid, text: &str, error: RuleError) -> Problem {
    match error {
        RuleError::Moved => match Guard::read(state, caller, id).await {
            Ok(current) => Problem::moved("the guard was changed since you read it; look again", &current),
            Err(problem) => problem,
        },
        other => refusal(text, other),
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GuardList {
    data: Vec<Guard>,
}

/// Guards, by name
#[utoipa::path(
    get, path = "/guards", operation_id = "list_guards", tag = "guards",
    responses((status = 200, description = "All of them", body = GuardList)),
)]
async fn list_guards(State(state): State<AppState>, caller: Caller) -> Result<Json<GuardList>, Problem> {
    let scope = caller.principal().scope;
    let guards = guards::guards(&state.context, scope).await?;
    let warnings = guards::warnings(&state.context, scope, &guards).await?;
    Ok(Json(GuardList {
        data: guards
            .into_iter()
            .zip(&warnings)
            .map(|(guard, warnings)| Guard::of(guard, warnings))
            .collect(),
    }))
}

/// One guard
#[utoipa::path(
    get, path = "/guards/{id}", operation_id = "get_guard", tag = "guards",
    params(("id" = Uuid, Path, description = "The guard")),
    responses(
        (status = 200, description = "The guard", body = Guard, headers(("ETag" = String, description = "`\"v3\"`: send it back as If-Match"))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_guard(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Response, Problem> {
    Ok(Guard::read(&state, &caller, id).await?.answer(StatusCode::OK))
}

/// The text of a guard.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveGuard {
    #[schema(
        example = "language 1\n\nguard \"No runaway budgets\" {\n  for campaigns\n  never raise budget above 200% of budget at start of day\n}\n"
    )]
    text: String,
}

/// Write a new guard
///
/// It holds from now on.
#[utoipa::path(
    post, path = "/guards", operation_id = "create_guard", tag = "guards",
    request_body = SaveGuard,
    responses(
        (status = 201, description = "The guard", body = Guard, headers(("ETag" = String), ("Location" = String))),
        (status = 409, description = "A guard of this name exists", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The text cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
    ),
)]
async fn create_guard(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<SaveGuard>,
) -> Result<Response, Problem> {
    let id = guards::save(&state.context, caller.principal(), &body.text)
        .await
        .map_err(|error| refusal(&body.text, error))?;
    let mut response = Guard::read(&state, &caller, id)
        .await?
        .answer(StatusCode::CREATED);
    if let Ok(place) = HeaderValue::from_str(&format!("{PREFIX}/guards/{id}")) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// Change a guard
///
/// The new text holds from now on; the audit keeps both.
#[utoipa::path(
    put, path = "/guards/{id}", operation_id = "save_guard", tag = "guards",
    params(
        ("id" = Uuid, Path, description = "The guard"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    request_body = SaveGuard,
    responses(
        (status = 200, description = "Saved", body = Guard, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "A guard of this name exists", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = GuardMoved, content_type = "application/problem+json"),
        (status = 422, description = "The text cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn save_guard(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    Json(body): Json<SaveGuard>,
) -> Result<Response, Problem> {
    match guards::replace(&state.context, caller.principal(), id, version, &body.text).await {
        Ok(()) => Ok(Guard::read(&state, &caller, id).await?.answer(StatusCode::OK)),
        Err(error) => Err(refused(&state, &caller, id, &body.text, error).await),
    }
}

/// Put a guard away
///
/// It no longer holds; the audit keeps its text.
#[utoipa::path(
    delete, path = "/guards/{id}", operation_id = "archive_guard", tag = "guards",
    params(
        ("id" = Uuid, Path, description = "The guard"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read. Without it: 428."),
    ),
    responses(
        (status = 204, description = "Put away"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = GuardMoved, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn archive_guard(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Problem> {
    match guards::archive(&state.context, caller.principal(), id, version).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(refused(&state, &caller, id, "", error).await),
    }
}
