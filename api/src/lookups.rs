//! Lookups: what the organisation supplies for names, such as margins by campaign.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use engine::{
    identity::Permission,
    lookups::{
        self, LookupError, Problem as LineProblem, file, supply,
        view::{self, AskingRule, LookupDetail as Detail, LookupView, RowView, VersionView},
    },
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, Json, PathId, Query},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument, ProblemField},
    wire::PREFIX,
};

/// Most rows of one answer.
const MOST_ROWS: i64 = 200;

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::RulesRead);
    let write = Access::Permission(Permission::RulesWrite);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_lookups)))
        .routes(guard(write, routes!(create_lookup)))
        .routes(guard(read, routes!(get_lookup)))
        .routes(guard(write, routes!(rename_lookup)))
        .routes(guard(write, routes!(remove_lookup)))
        .routes(guard(read, routes!(list_lookup_rows)))
        .routes(guard(write, routes!(upload_lookup_file)))
        .routes(guard(write, routes!(replace_lookup_rows)))
}

/// What a lookup supplies.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LookupKind {
    Percent,
    Ratio,
    Money,
    Count,
    Text,
}

impl From<lookups::Kind> for LookupKind {
    fn from(kind: lookups::Kind) -> Self {
        match kind {
            lookups::Kind::Percent => Self::Percent,
            lookups::Kind::Ratio => Self::Ratio,
            lookups::Kind::Money => Self::Money,
            lookups::Kind::Count => Self::Count,
            lookups::Kind::Text => Self::Text,
        }
    }
}

impl From<LookupKind> for lookups::Kind {
    fn from(kind: LookupKind) -> Self {
        match kind {
            LookupKind::Percent => Self::Percent,
            LookupKind::Ratio => Self::Ratio,
            LookupKind::Money => Self::Money,
            LookupKind::Count => Self::Count,
            LookupKind::Text => Self::Text,
        }
    }
}

/// A lookup as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lookup {
    id: Uuid,
    /// As rules name it: `lookup margins[this.name]`.
    #[schema(example = "margins")]
    name: String,
    kind: LookupKind,
    /// Grows with every replacement of the rows; 0 before the first.
    version: i64,
    /// From when on rules see these rows; `null` before the first.
    supplied_at: Option<Timestamp>,
    supplied_by: Option<String>,
    /// The file they came from; `null` where they came through the API.
    #[schema(example = "margins.csv")]
    source: Option<String>,
    rows: i64,
}

impl From<LookupView> for Lookup {
    fn from(lookup: LookupView) -> Self {
        Self {
            id: lookup.id,
            kind: lookup.kind.into(),
            name: lookup.name,
            version: lookup.version,
            supplied_at: lookup.supplied_at,
            supplied_by: lookup.supplied_by,
            source: lookup.source,
            rows: lookup.rows,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LookupList {
    data: Vec<Lookup>,
}

/// One replacement of the rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupVersion {
    version: i64,
    at: Timestamp,
    by: Option<String>,
    #[schema(example = "margins.csv")]
    source: Option<String>,
    rows: i64,
    /// Rows that were new, gone or different.
    changed: i64,
}

impl From<VersionView> for LookupVersion {
    fn from(version: VersionView) -> Self {
        Self {
            version: version.version,
            at: version.at,
            by: version.by,
            source: version.source,
            rows: version.rows,
            changed: version.changed,
        }
    }
}

/// A rule that asks the lookup.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupUse {
    id: Uuid,
    name: String,
    /// `draft`, `enabled`, `disabled` or `quarantined`.
    #[schema(example = "enabled")]
    state: String,
    /// Seconds after which the rule takes the rows for stale; `null` for never.
    #[schema(example = 604_800)]
    stale_after_seconds: Option<i64>,
    /// Whether it takes them for stale now.
    is_stale: bool,
}

impl LookupUse {
    fn of(rule: AskingRule, supplied_at: Option<Timestamp>, now: Timestamp) -> Self {
        let age = supplied_at.map(|at| now.duration_since(at).as_secs());
        Self {
            id: rule.id,
            name: rule.name,
            state: rule.state,
            stale_after_seconds: rule.stale_after,
            is_stale: rule.stale_after.zip(age).is_some_and(|(most, age)| age > most),
        }
    }
}

/// A lookup with its last versions and the rules that ask it.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupDetail {
    #[serde(flatten)]
    lookup: Lookup,
    /// The last 50, newest first.
    versions: Vec<LookupVersion>,
    used_by: Vec<LookupUse>,
}

impl LookupDetail {
    fn of(detail: Detail, now: Timestamp) -> Self {
        let supplied_at = detail.lookup.supplied_at;
        Self {
            lookup: detail.lookup.into(),
            versions: detail.versions.into_iter().map(Into::into).collect(),
            used_by: detail
                .rules
                .into_iter()
                .map(|rule| LookupUse::of(rule, supplied_at, now))
                .collect(),
        }
    }

    async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        let found = view::lookup(&state.context, caller.principal().scope, id).await?;
        let now = state.context.business.now();
        found
            .map(|detail| Self::of(detail, now))
            .ok_or_else(Problem::not_found)
    }
}

fn refused(error: LookupError) -> Problem {
    match error {
        LookupError::NotAllowed(why) => Problem::new(Kind::NotPermitted, why),
        LookupError::NotFound => Problem::not_found(),
        taken @ (LookupError::NameTaken(_) | LookupError::Asked { .. }) => {
            Problem::new(Kind::Conflict, taken.to_string())
        }
        wrong @ LookupError::Name(_) => Problem::invalid_field("/name", wrong.to_string()),
        LookupError::Rows(problems) => Problem::invalid(problems.into_iter().map(line).collect()),
        LookupError::Store(error) => error.into(),
    }
}

/// Lines of a file and rows of a request both count from one.
pub(crate) fn line(problem: LineProblem) -> ProblemField {
    ProblemField {
        pointer: format!("/lines/{}", problem.line),
        detail: problem.message,
    }
}

/// Lookups, by name
#[utoipa::path(
    get, path = "/lookups", operation_id = "list_lookups", tag = "lookups",
    responses((status = 200, description = "All of them", body = LookupList)),
)]
async fn list_lookups(State(state): State<AppState>, caller: Caller) -> Result<Json<LookupList>, Problem> {
    let found = view::lookups(&state.context, caller.principal().scope).await?;
    Ok(Json(LookupList {
        data: found.into_iter().map(Into::into).collect(),
    }))
}

/// The name and kind of a new lookup.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateLookup {
    /// One word of letters, digits and `_`, as rules will write it.
    #[schema(example = "margins", max_length = 60)]
    name: String,
    kind: LookupKind,
}

/// Name a lookup
///
/// It has no rows yet: rules that ask it find them missing.
#[utoipa::path(
    post, path = "/lookups", operation_id = "create_lookup", tag = "lookups",
    request_body = CreateLookup,
    responses(
        (status = 201, description = "The lookup", body = LookupDetail, headers(("Location" = String))),
        (status = 409, description = "A lookup of this name exists", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The name or kind does not fit", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn create_lookup(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<CreateLookup>,
) -> Result<Response, Problem> {
    let id = supply::create(&state.context, caller.principal(), &body.name, body.kind.into())
        .await
        .map_err(refused)?;
    let detail = LookupDetail::read(&state, &caller, id).await?;
    let mut response = (StatusCode::CREATED, Json(detail)).into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("{PREFIX}/lookups/{id}")) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// One lookup
#[utoipa::path(
    get, path = "/lookups/{id}", operation_id = "get_lookup", tag = "lookups",
    params(("id" = Uuid, Path, description = "The lookup")),
    responses(
        (status = 200, description = "The lookup", body = LookupDetail),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_lookup(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<LookupDetail>, Problem> {
    Ok(Json(LookupDetail::read(&state, &caller, id).await?))
}

/// What a lookup is called from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupName {
    /// One word of letters, digits and `_`, as rules will write it.
    #[schema(example = "margins", max_length = 60)]
    name: String,
}

/// Rename a lookup
///
/// What was decided before still finds it by the name it had then.
#[utoipa::path(
    patch, path = "/lookups/{id}", operation_id = "rename_lookup", tag = "lookups",
    params(("id" = Uuid, Path, description = "The lookup")),
    request_body = LookupName,
    responses(
        (status = 200, description = "The lookup", body = LookupDetail),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "The name is taken, or rules ask the lookup by the name it has: `detail` names them", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The name does not fit", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn rename_lookup(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(body): Json<LookupName>,
) -> Result<Json<LookupDetail>, Problem> {
    supply::rename(&state.context, caller.principal(), id, &body.name)
        .await
        .map_err(refused)?;
    Ok(Json(LookupDetail::read(&state, &caller, id).await?))
}

/// Remove a lookup
///
/// Its name is free for another one; its rows stay for looking back.
#[utoipa::path(
    delete, path = "/lookups/{id}", operation_id = "remove_lookup", tag = "lookups",
    params(("id" = Uuid, Path, description = "The lookup")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Rules ask it: `detail` names them", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn remove_lookup(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    supply::remove(&state.context, caller.principal(), id)
        .await
        .map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RowQuery {
    /// Those of an earlier version; without it the last one's.
    #[param(example = 2)]
    version: Option<i64>,
    /// The name after which the page begins.
    after: Option<String>,
}

/// One row: a name and its value, a number with its unit or a text.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupRow {
    #[schema(example = "Prospecting US")]
    key: String,
    /// `40%`, `2.5`, `12.50 EUR`; a text has 1 to 500 characters on one line.
    #[schema(example = "40%")]
    value: String,
}

impl From<RowView> for LookupRow {
    fn from(row: RowView) -> Self {
        Self {
            key: row.key,
            value: row.value,
        }
    }
}

/// Up to 200 rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupRows {
    data: Vec<LookupRow>,
    /// Whether rows follow: ask again with the last name as `after`.
    has_more: bool,
}

/// Rows, by name
#[utoipa::path(
    get, path = "/lookups/{id}/rows", operation_id = "list_lookup_rows", tag = "lookups",
    params(("id" = Uuid, Path, description = "The lookup"), RowQuery),
    responses(
        (status = 200, description = "A page of rows", body = LookupRows),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn list_lookup_rows(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Query(query): Query<RowQuery>,
) -> Result<Json<LookupRows>, Problem> {
    let after = query.after.unwrap_or_default();
    let limit = MOST_ROWS.saturating_add(1);
    let scope = caller.principal().scope;
    let mut rows = view::rows(&state.context, scope, id, query.version, after, limit)
        .await?
        .ok_or_else(Problem::not_found)?;
    let most = usize::try_from(MOST_ROWS).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    Ok(Json(LookupRows {
        data: rows.into_iter().map(Into::into).collect(),
        has_more,
    }))
}

/// A file as text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupFile {
    #[schema(example = "margins.csv", max_length = 200)]
    name: String,
    /// Comma, semicolon or tab separated; the first line names the columns `key` and `value`.
    #[schema(example = "key,value\nProspecting US,40%\nBrand US,62.5%\n")]
    text: String,
}

/// What became of a replacement.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupSupplied {
    version: i64,
    #[schema(example = 2)]
    rows: usize,
    /// Rows that were new, gone or different; 0 where the same file came again.
    #[schema(example = 1)]
    changed: usize,
}

impl From<supply::Supply> for LookupSupplied {
    fn from(supply: supply::Supply) -> Self {
        Self {
            version: supply.version,
            rows: supply.rows,
            changed: supply.changed,
        }
    }
}

/// Upload a file
///
/// Its rows take the place of all that are there, or none do: every line that does not fit is named, and nothing is changed. The
/// same file again changes no row and says that the rows are as fresh as today.
#[utoipa::path(
    put, path = "/lookups/{id}/file", operation_id = "upload_lookup_file", tag = "lookups",
    params(("id" = Uuid, Path, description = "The lookup")),
    request_body = LookupFile,
    responses(
        (status = 200, description = "The new version", body = LookupSupplied),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Lines do not fit; `errors` names each as `/lines/N`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn upload_lookup_file(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(body): Json<LookupFile>,
) -> Result<Json<LookupSupplied>, Problem> {
    let LookupFile { name, text } = body;
    if name.trim().is_empty() || name.chars().count() > 200 {
        return Err(Problem::invalid_field("/name", "it has 1 to 200 characters"));
    }
    let supplied = supply::replace(&state.context, caller.principal(), id, Some(name), move |kind| {
        file::read(kind, &text)
    })
    .await
    .map_err(refused)?;
    Ok(Json(supplied.into()))
}

/// All rows of a lookup.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceLookupRows {
    rows: Vec<LookupRow>,
}

/// Replace the rows
///
/// For programs; the same as uploading a file with these rows.
#[utoipa::path(
    put, path = "/lookups/{id}/rows", operation_id = "replace_lookup_rows", tag = "lookups",
    params(("id" = Uuid, Path, description = "The lookup")),
    request_body = ReplaceLookupRows,
    responses(
        (status = 200, description = "The new version", body = LookupSupplied),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Rows do not fit; `errors` names each as `/lines/N`, counted from one", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn replace_lookup_rows(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(body): Json<ReplaceLookupRows>,
) -> Result<Json<LookupSupplied>, Problem> {
    let rows = body.rows;
    let read = move |kind| {
        let pairs = rows.iter().map(|row| (row.key.as_str(), row.value.as_str()));
        file::checked(kind, pairs)
    };
    let supplied = supply::replace(&state.context, caller.principal(), id, None, read)
        .await
        .map_err(refused)?;
    Ok(Json(supplied.into()))
}
